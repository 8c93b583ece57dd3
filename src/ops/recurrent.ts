import { type Dimension, formatShape, type Shape } from '../core/index.ts';
import type { AttributeSchema, NodeContext, PlainAttributes } from '../graph/index.ts';
import { type Operator, type ReferenceTensor, random, type Sample } from './operator.ts';
import { recurrentActivations } from './recurrent-activations.ts';
import { type CellGradient, type Direction, differentiateRecurrent } from './recurrent-gradient.ts';

/** One step of a cell in float64, for one sample in one direction. Vectors have one element a unit. */
interface ReferenceStep {
  /** W x + W_b of a gate. */
  input(gate: number): Float64Array;
  /** R v + R_b of a gate; v is the hidden state, or what the cell makes of it. */
  recur(gate: number, vector: Float64Array): Float64Array;
  readonly activations: readonly ((x: number) => number)[];
  /** Before the step: the hidden state, and the cell state where there is one. */
  readonly states: readonly Float64Array[];
}

/** What a cell is: all that sets RNN, GRU and LSTM apart. */
interface RecurrentCell {
  readonly opType: string;
  /** Blocks of rows in W and R. */
  readonly gates: number;
  /** Names of the states' inputs and outputs, behind `initial_` and `Y_`. */
  readonly states: readonly string[];
  /** Names of the inputs behind the states. */
  readonly otherInputs?: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeSchema>>;
  /** Default activations of one direction. */
  readonly activations: readonly string[];
  /** Throws where an attribute or an input asks for what is not done. */
  check?(context: NodeContext): void;
  /** The states after one step. */
  step(context: NodeContext, step: ReferenceStep): readonly Float64Array[];
  readonly gradient: CellGradient;
  readonly samples?: readonly Sample[];
  /** Attributes that more samples are made for, by what is added to the samples' names; all for one direction. */
  readonly variants: Readonly<Record<string, PlainAttributes>>;
}

/** Position of the input `sequence_lens`, which all recurrent operators have; the states follow it. */
const sequenceLengths = 4;

/**
 * The operator form of recurrent layers: X [steps, batch, features], W [directions, gates · units, features],
 * R [directions, gates · units, units], B [directions, 2 · gates · units] (W_b, then R_b), initial states
 * [directions, batch, units]; Y [steps, directions, batch, units] and the last states [directions, batch, units].
 * With `sequence_lens` each sample ends at its own length, and Y is 0 behind it.
 */
export function recurrent(cell: RecurrentCell): Operator {
  const { opType, gates, states, otherInputs = [], attributes = {}, activations } = cell;
  return {
    opType,
    domain: '',
    inputs: ['X', 'W', 'R', 'B?', 'sequence_lens?', ...states.map((state) => `initial_${state}?`), ...otherInputs],
    outputs: ['Y?', ...states.map((state) => `Y_${state}?`)],
    attributes: {
      activation_alpha: { type: 'floats' },
      activation_beta: { type: 'floats' },
      activations: { type: 'strings' },
      clip: { type: 'float' },
      direction: { type: 'string', default: 'forward' },
      hidden_size: { type: 'int', required: true },
      layout: { type: 'int', default: 0 },
      ...attributes,
    },
    infer: (context) => {
      const { dtype } = context.type(0);
      const directions = recurrentDirections(context, activations).length;
      requireKnownForm(context);
      cell.check?.(context);
      const [steps, batch, features] = requireShape(context, 0, ['steps', 'batch', 'features']) as [
        Dimension,
        Dimension,
        Dimension,
      ];
      const units = context.int('hidden_size');
      requireShape(context, 1, [directions, gates * units, features]);
      requireShape(context, 2, [directions, gates * units, units]);
      requireShape(context, 3, [directions, 2 * gates * units]);
      requireShape(context, sequenceLengths, [batch]);
      const state = [directions, batch, units];
      states.forEach((_, index) => {
        requireShape(context, sequenceLengths + 1 + index, state);
      });
      return [{ dtype, shape: [steps, directions, batch, units] }, ...states.map(() => ({ dtype, shape: state }))];
    },
    gradient: (context) => differentiateRecurrent(context, cell, recurrentDirections(context.context, activations)),
    reference: (context, inputs) => run(context, cell, recurrentDirections(context, activations), inputs),
    samples: [
      ...Object.entries(cell.variants).flatMap(([suffix, variant]) => samplesOf(cell, suffix, variant)),
      ...(cell.samples ?? []),
    ],
  };
}

function samplesOf({ gates, states }: RecurrentCell, suffix: string, variant: PlainAttributes): Sample[] {
  const [steps, batch, features, hidden_size] = [3, 2, 3, 2] as const;
  const weights = (directions: number) => [
    random([directions, gates * hidden_size, features]),
    random([directions, gates * hidden_size, hidden_size]),
  ];
  const bias = (directions: number) => random([directions, 2 * gates * hidden_size]);
  const initial = (directions: number) => states.map(() => random([directions, batch, hidden_size]));
  const attributes = { hidden_size, ...variant };
  const { activations } = variant;
  const twice = Array.isArray(activations) ? { activations: [...activations, ...activations] } : {};
  return [
    { name: `a sequence${suffix}`, inputs: [random([steps, batch, features]), ...weights(1), bias(1)], attributes },
    {
      name: `one step without bias${suffix}`,
      inputs: [random([1, batch, features]), ...weights(1)],
      attributes,
      outputs: 1 + states.length,
    },
    {
      name: `backward${suffix}`,
      inputs: [random([steps, 1, features]), ...weights(1), bias(1)],
      attributes: { ...attributes, direction: 'reverse' },
      outputs: 1 + states.length,
    },
    {
      name: `both directions, initial states${suffix}`,
      inputs: [random([steps, batch, features]), ...weights(2), bias(2), undefined, ...initial(2)],
      attributes: { ...attributes, ...twice, direction: 'bidirectional' },
      outputs: 1 + states.length,
    },
  ];
}

/**
 * The directions in which a recurrent node reads the sequence.
 *
 * @param defaults names of the activations of one direction that the node has where it names none
 * @throws GraphError naming the node where direction or activations are not supported
 */
export function recurrentDirections(context: NodeContext, defaults: readonly string[]): Direction[] {
  const direction = context.string('direction');
  const backward = { forward: [false], reverse: [true], bidirectional: [false, true] }[direction];
  if (backward === undefined) {
    throw context.error(`direction is '${direction}', expected forward, reverse or bidirectional`);
  }
  const given = context.node.attributes.activations;
  const names = given?.type === 'strings' ? given.value : backward.flatMap(() => defaults);
  if (names.length !== backward.length * defaults.length) {
    throw context.error(`there are ${names.length} activations, expected ${backward.length * defaults.length}`);
  }
  const activations = names.map((name) => {
    const activation = recurrentActivations.find(({ opType }) => opType === name);
    if (activation === undefined) {
      const known = recurrentActivations.map(({ opType }) => opType).join(', ');
      throw context.error(`the activation '${name}' is not supported, expected one of ${known}`);
    }
    return activation;
  });
  return backward.map((isBackward, index) => ({
    backward: isBackward,
    activations: activations.slice(index * defaults.length, (index + 1) * defaults.length),
  }));
}

/** Throws at the attributes that change the computation in ways which neither kernel nor gradient know. */
function requireKnownForm(context: NodeContext): void {
  for (const name of ['activation_alpha', 'activation_beta', 'clip']) {
    if (context.node.attributes[name] === undefined) continue;
    throw context.error(`the attribute '${name}' is not supported, expected none`, 'Export the network without it');
  }
  if (context.int('layout') !== 0) {
    throw context.error(
      `layout is ${context.int('layout')}, expected 0: [steps, batch, features]`,
      'Transpose the input and the outputs',
    );
  }
}

/** The shape of an input; throws where it is there and not of the expected shape. Names fit any length. */
function requireShape(context: NodeContext, input: number, expected: Shape): Shape {
  if (!context.has(input)) return expected;
  const shape = context.shape(input);
  const fits = (length: Dimension, axis: number) =>
    typeof length === 'string' || typeof expected[axis] === 'string' || length === expected[axis];
  if (shape.length !== expected.length || !shape.every(fits)) {
    throw context.error(
      `${context.schema.inputs[input]?.replace('?', '')} has shape ${formatShape(shape)}, expected ${formatShape(expected)}`,
    );
  }
  return shape;
}

function run(
  context: NodeContext,
  cell: RecurrentCell,
  directions: readonly Direction[],
  inputs: readonly (ReferenceTensor | undefined)[],
): readonly ReferenceTensor[] {
  const [x, w, r] = inputs as [ReferenceTensor, ReferenceTensor, ReferenceTensor];
  const [bias, lengths, ...initial] = inputs.slice(3);
  const [steps, batch, features] = x.shape as [number, number, number];
  const units = r.shape[2]!;
  const rows = cell.gates * units;
  const outputs = [
    [steps, directions.length, batch, units],
    ...cell.states.map(() => [directions.length, batch, units]),
  ];
  const [y, ...last] = outputs.map((shape) => ({
    dtype: x.dtype,
    shape,
    data: new Float64Array(shape.reduce((product, length) => product * length, 1)),
  }));
  directions.forEach(({ backward, activations }, direction) => {
    /** M v + b of one gate's rows; its bias stands `offset` rows behind those of the direction. */
    const affine = (matrix: ReferenceTensor, gate: number, vector: Float64Array, offset: number) =>
      Float64Array.from({ length: units }, (_, unit) => {
        const row = gate * units + unit;
        const start = (direction * rows + row) * vector.length;
        return vector.reduce(
          (sum, element, i) => sum + matrix.data[start + i]! * element,
          bias?.data[direction * 2 * rows + offset + row] ?? 0,
        );
      });
    for (let sample = 0; sample < batch; sample++) {
      const length = lengths?.data[sample] ?? steps;
      const at = (direction * batch + sample) * units;
      let states: readonly Float64Array[] = cell.states.map(
        (_, index) => initial[index]?.data.slice(at, at + units) ?? new Float64Array(units),
      );
      for (let k = 0; k < length; k++) {
        const time = backward ? length - 1 - k : k;
        const start = (time * batch + sample) * features;
        states = cell.step(context, {
          input: (gate) => affine(w, gate, x.data.subarray(start, start + features), 0),
          recur: (gate, vector) => affine(r, gate, vector, rows),
          activations: activations.map(({ apply }) => apply),
          states,
        });
        y!.data.set(states[0]!, ((time * directions.length + direction) * batch + sample) * units);
      }
      last.forEach((output, index) => {
        output.data.set(states[index]!, at);
      });
    }
  });
  return [y!, ...last];
}
