import { zeros } from '../../../core/index.ts';
import type { Value } from '../../../graph/index.ts';
import type { KerasLayer } from '../layer.ts';
import { LayerContext } from '../layer-context.ts';
import { isObject, Options } from '../options.ts';
import {
  cellActivation,
  cellVariables,
  gruCell,
  lstmCell,
  nativeActivation,
  type RecurrentCell,
  simpleCell,
} from './recurrent-cells.ts';

/** Steps beyond which a layer is not written step by step. */
const mostSteps = 2048;

const cells: Readonly<Record<string, RecurrentCell>> = {
  SimpleRNN: simpleCell,
  GRU: gruCell,
  LSTM: lstmCell,
  SimpleRNNCell: simpleCell,
  GRUCell: gruCell,
  LSTMCell: lstmCell,
};

/** What a pass over a sequence gives: the outputs, in the order of the input, and the last states. */
interface Passed {
  readonly outputs: Value;
  readonly states: readonly Value[];
}

/** A recurrent layer as Keras has it. */
export const recurrent = (className: 'SimpleRNN' | 'GRU' | 'LSTM'): KerasLayer => ({
  limits: 'without dropout inside; stateless',
  write: (context) => writeLayer(context, cells[className]!),
});

/** A cell of its own class, applied along a sequence. */
export const rnn: KerasLayer = {
  limits: 'one SimpleRNNCell, GRUCell or LSTMCell',
  write(context) {
    const { cell } = context.options.values;
    const className = isObject(cell) ? String(cell.class_name) : 'nothing';
    const known = cells[className];
    if (known === undefined || !isObject(cell) || !isObject(cell.config)) {
      throw context.error(`the cell is of class '${className}', expected SimpleRNNCell, GRUCell or LSTMCell`);
    }
    const options = new Options(context.options.place, { ...cell.config, ...context.options.values });
    return writeLayer(new LayerContext(context.state, context.place, options, context.inputs, context.named), known);
  },
};

function writeLayer(context: LayerContext, cell: RecurrentCell): Value | Value[] {
  const { builder, options, input } = context;
  const isBackward = options.boolean('go_backwards', false);
  const returnsAll = options.boolean('return_sequences', false);
  const passed = pass(context, cell, input, isBackward, initialStates(context, 1, cell.stateCount));
  const mask = context.state.masks.get(input.name);
  const hidesSteps = mask !== undefined && options.boolean('zero_output_for_mask', false);
  const sequence = hidesSteps ? zeroWhereMasked(context, passed.outputs, mask) : passed.outputs;
  const outputs = !returnsAll ? passed.states[0]! : isBackward ? reversed(context, sequence) : sequence;
  if (!options.boolean('return_state', false)) return outputs;
  const [first = outputs, ...rest] = passed.states;
  // An output that is also a state is one value; Keras has two tensors.
  const state = first === outputs ? builder.op('Identity', [first]) : first;
  return [outputs, state, ...rest];
}

function zeroWhereMasked(context: LayerContext, sequence: Value, mask: Value): Value {
  return context.binary('Mul', sequence, context.builder.op('Unsqueeze', [mask, context.builder.ints([2])]));
}

/** States that the call gives, by position or by name. */
function initialStates(context: LayerContext, first: number, count: number): readonly Value[] {
  const named = context.named.initial_state;
  const values = [...context.inputs.slice(first), ...(Array.isArray(named) ? named : named ? [named] : [])] as Value[];
  if (values.length !== 0 && values.length !== count) {
    throw context.error(`is given ${values.length} initial states, expected ${count}`);
  }
  return values;
}

/** Reads a sequence in both directions, by one layer each, and joins what comes out. */
export const bidirectional: KerasLayer = {
  limits: 'around SimpleRNN, GRU and LSTM',
  write(context) {
    const { builder, options } = context;
    const merge =
      options.values.merge_mode === null
        ? 'none'
        : options.oneOf('merge_mode', ['concat', 'sum', 'mul', 'ave'], 'concat');
    const forward = options.object('layer');
    const backward = isObject(options.values.backward_layer) ? options.values.backward_layer : forward;
    const className = String(forward.class_name);
    const cell = cells[className];
    if (cell === undefined || !isObject(forward.config) || !isObject(backward.config)) {
      throw context.error(`wraps a layer of class '${className}', expected SimpleRNN, GRU or LSTM`);
    }
    const inner = new Options(`${options.place}, ${className}`, forward.config);
    const returnsAll = inner.boolean('return_sequences', false);
    const given = initialStates(context, 1, 2 * cell.stateCount);
    const startsBackward = inner.boolean('go_backwards', false);
    const passes = [forward.config, backward.config].map((config, index) => {
      const side = index === 0 ? 'forward' : 'backward';
      const name = typeof config.name === 'string' ? config.name.replace(/^(forward|backward)_/, '') : className;
      const place = {
        ...context.place,
        path: `${context.place.path}/${side}_layer`,
        name: `${context.place.name}/${side}_${name}`,
      };
      const layer = new LayerContext(context.state, place, new Options(inner.place, config), context.inputs);
      const states = given.slice(index * cell.stateCount, (index + 1) * cell.stateCount);
      return pass(layer, cell, context.input, (index === 1) !== startsBackward, states);
    });
    const mask = context.state.masks.get(context.input.name);
    // Unlike the layer alone, which repeats its last output at the steps that a mask hides.
    const shown = (value: Value) => (mask === undefined ? value : zeroWhereMasked(context, value, mask));
    const outputs = passes.map((passed) => (returnsAll ? shown(passed.outputs) : passed.states[0]!));
    const [a, b] = outputs as [Value, Value];
    const joined =
      merge === 'none'
        ? [a, b]
        : merge === 'concat'
          ? [builder.op('Concat', [a, b], { axis: -1 })]
          : merge === 'ave'
            ? [context.binary('Mul', context.binary('Add', a, b), 0.5)]
            : [context.binary(merge === 'sum' ? 'Add' : 'Mul', a, b)];
    return inner.boolean('return_state', false) ? [...joined, ...passes.flatMap(({ states }) => states)] : joined;
  },
};

/** Runs a cell along a sequence [batch, time, features]: by ONNX's operator, or step by step where that cannot. */
function pass(
  layer: LayerContext,
  cell: RecurrentCell,
  input: Value,
  isBackward: boolean,
  initial: readonly Value[],
): Passed {
  const context = layer.part('cell').withInputs([input]);
  context.requireRank(input, 3);
  if (context.options.values.time_major === true) throw context.error("the option 'time_major' is not supported");
  for (const option of ['dropout', 'recurrent_dropout']) {
    if (context.options.number(option, 0) > 0) {
      context.note(
        'warning',
        `Training leaves out the ${option.replace('_', ' ')} inside the layer; put a Dropout layer before it.`,
      );
    }
  }
  if (context.options.boolean('stateful', false)) {
    context.note('warning', 'The layer forgets its state after each batch, although it is stateful in Keras.');
  }
  const variables = cellVariables(context, cell, context.known(input, -1));
  const gate = nativeActivation(
    context,
    'recurrent_activation',
    context.state.kerasMajor >= 2 ? 'sigmoid' : 'hard_sigmoid',
  );
  const output = nativeActivation(context, 'activation', 'tanh');
  const mask = context.state.masks.get(input.name);
  if (gate === undefined || output === undefined || mask !== undefined) {
    return passStepByStep(context, cell, input, isBackward, initial, variables, mask);
  }
  return passByOperator(context, cell, input, isBackward, initial, variables, [gate, output]);
}

type Variables = ReturnType<typeof cellVariables>;

function passByOperator(
  context: LayerContext,
  cell: RecurrentCell,
  input: Value,
  isBackward: boolean,
  initial: readonly Value[],
  { units, kernel, recurrent: recurrentKernel, bias }: Variables,
  [gate, output]: readonly [string, string],
): Passed {
  const { builder } = context;
  const rows = cell.gates.length * units;
  const activations =
    cell.opType === 'RNN' ? [output] : cell.opType === 'GRU' ? [gate, output] : [gate, output, output];
  const nothing = () => builder.constant(zeros('float32', [1, rows]));
  const biases =
    bias === undefined || cell.hasTwoBiases(context) ? bias : builder.op('Concat', [bias, nothing()], { axis: 1 });
  const states = initial.map((state) => builder.op('Unsqueeze', [state, builder.ints([0])]));
  const inputs = [
    builder.op('Transpose', [input], { perm: [1, 0, 2] }),
    kernel,
    recurrentKernel,
    biases,
    undefined,
    ...states,
  ];
  const attributes = {
    ...cell.attributes(context),
    hidden_size: units,
    direction: isBackward ? 'reverse' : 'forward',
    activations,
  };
  const [all, ...last] = builder.ops(cell.opType, inputs, attributes, 1 + cell.stateCount) as [Value, ...Value[]];
  const sequence = builder.op('Squeeze', [all, builder.ints([1])]);
  return {
    outputs: builder.op('Transpose', [sequence], { perm: [1, 0, 2] }),
    states: last.map((state) => builder.op('Squeeze', [state, builder.ints([0])])),
  };
}

function passStepByStep(
  context: LayerContext,
  cell: RecurrentCell,
  input: Value,
  isBackward: boolean,
  initial: readonly Value[],
  variables: Variables,
  mask: Value | undefined,
): Passed {
  const { builder } = context;
  const { units } = variables;
  const rows = cell.gates.length * units;
  const steps = context.known(input, 1);
  if (steps > mostSteps) {
    const why = mask === undefined ? 'its activations' : 'its mask';
    throw context.error(
      `has ${steps} steps, expected at most ${mostSteps} with ${why}`,
      'Use sigmoid and tanh, and no mask',
    );
  }
  const turned = (weights: Value) =>
    builder.op('Transpose', [builder.op('Squeeze', [weights, builder.ints([0])])], { perm: [1, 0] });
  const [kernel, recurrentKernel] = [turned(variables.kernel), turned(variables.recurrent)];
  const columns = (value: Value, from: number, to: number) =>
    builder.op('Slice', [value, builder.ints([from]), builder.ints([to]), builder.ints([-1])]);
  const hasTwo = cell.hasTwoBiases(context);
  const biasOf = (offset: number, gate: number) =>
    variables.bias === undefined
      ? undefined
      : columns(variables.bias, offset + gate * units, offset + (gate + 1) * units);
  const sumsOf = builder.op('MatMul', [input, kernel]);
  const gate = cellActivation(context, 'recurrent_activation', 'sigmoid');
  const activate = cellActivation(context, 'activation', 'tanh');
  const zero = () => context.binary('Mul', columns(at(context, sumsOf, 0), 0, units), 0);
  let states: readonly Value[] = initial.length > 0 ? initial : Array.from({ length: cell.stateCount }, zero);
  const outputs = new Array<Value>(steps);
  for (let step = 0; step < steps; step++) {
    const time = isBackward ? steps - 1 - step : step;
    const sums = at(context, sumsOf, time);
    const before = states;
    const withBias = (sum: Value, bias: Value | undefined) =>
      bias === undefined ? sum : context.binary('Add', sum, bias);
    const after = cell.step(context, {
      input: (index) => withBias(columns(sums, index * units, (index + 1) * units), biasOf(0, index)),
      recur: (index, state) => {
        const product = builder.op('MatMul', [state, columns(recurrentKernel, index * units, (index + 1) * units)]);
        return withBias(product, hasTwo ? biasOf(rows, index) : undefined);
      },
      states: before,
      gate,
      activate,
    });
    states =
      mask === undefined ? after : after.map((state, index) => masked(context, mask, time, state, before[index]!));
    outputs[time] = states[0]!;
  }
  const stacked = outputs.map((output) => builder.op('Unsqueeze', [output, builder.ints([1])]));
  return { outputs: builder.op('Concat', stacked, { axis: 1 }), states };
}

/** One step of a sequence. */
function at({ builder }: LayerContext, sequence: Value, time: number): Value {
  const cut = builder.op('Slice', [sequence, builder.ints([time]), builder.ints([time + 1]), builder.ints([1])]);
  return builder.op('Squeeze', [cut, builder.ints([1])]);
}

/** The new state where the step counts, else the one before. */
function masked(context: LayerContext, mask: Value, time: number, after: Value, before: Value): Value {
  const { builder } = context;
  const counts = builder.op('Slice', [mask, builder.ints([time]), builder.ints([time + 1]), builder.ints([1])]);
  return builder.op('Where', [builder.op('Greater', [counts, builder.scalar(0)]), after, before]);
}

function reversed({ builder }: LayerContext, sequence: Value): Value {
  const axes = builder.ints([1]);
  return builder.op('Slice', [sequence, builder.ints([-1]), builder.ints([-(2 ** 31)]), axes, builder.ints([-1])]);
}
