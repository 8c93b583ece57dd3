import type { PlainAttributes, Value } from '../../../graph/index.ts';
import { activationName, writeActivation } from '../activations.ts';
import type { Arrangement, LayerContext } from '../layer-context.ts';

/** What one step of a cell is computed of; a gate is a slice of all gates' sums. */
export interface CellStep {
  /** What the input gives to a gate, with its bias. */
  input(gate: number): Value;
  /** What a state gives to a gate, with the bias of the recurrence. */
  recur(gate: number, state: Value): Value;
  /** The states before, the output first. */
  readonly states: readonly Value[];
  /** The activation of the gates. */
  gate(x: Value): Value;
  /** The activation of what comes out. */
  activate(x: Value): Value;
}

/** One of Keras's recurrent cells. */
export interface RecurrentCell {
  readonly opType: 'RNN' | 'GRU' | 'LSTM';
  /** For each gate in ONNX's order, its number in Keras. */
  readonly gates: readonly number[];
  readonly stateCount: number;
  /** Whether the recurrence has a bias of its own. */
  hasTwoBiases(context: LayerContext): boolean;
  attributes(context: LayerContext): PlainAttributes;
  /** Changes freshly drawn biases, in Keras's order. */
  adjustBias?(context: LayerContext, bias: Float32Array): void;
  /** The states after a step, written node by node, where no operator has the activations. */
  step(context: LayerContext, step: CellStep): Value[];
}

/** Keras's activations that ONNX's recurrent operators have. */
const nativeActivations: Readonly<Record<string, string>> = { relu: 'Relu', sigmoid: 'Sigmoid', tanh: 'Tanh' };

/** ONNX's name of an option's activation, where its recurrent operators have it. */
export function nativeActivation(context: LayerContext, option: string, fallback: string): string | undefined {
  return nativeActivations[activationName(context.options.values[option] ?? fallback).name];
}

/** The activation of an option, as nodes. */
export function cellActivation(context: LayerContext, option: string, fallback: string): (x: Value) => Value {
  return (x) => writeActivation(context, context.options.values[option] ?? fallback, x);
}

export const simpleCell: RecurrentCell = {
  opType: 'RNN',
  gates: [0],
  stateCount: 1,
  hasTwoBiases: () => false,
  attributes: () => ({}),
  step: (context, { input, recur, states: [h], activate }) => [activate(context.binary('Add', input(0), recur(0, h!)))],
};

export const gruCell: RecurrentCell = {
  opType: 'GRU',
  gates: [0, 1, 2],
  stateCount: 1,
  hasTwoBiases: resetsAfter,
  attributes: (context) => ({ linear_before_reset: resetsAfter(context) ? 1 : 0 }),
  step(context, { input, recur, states, gate, activate }) {
    const h = states[0]!;
    const [z, r] = [0, 1].map((index) => gate(context.binary('Add', input(index), recur(index, h)))) as [Value, Value];
    const recurred = resetsAfter(context)
      ? context.binary('Mul', r, recur(2, h))
      : recur(2, context.binary('Mul', r, h));
    const candidate = activate(context.binary('Add', input(2), recurred));
    const kept = context.binary('Mul', z, h);
    return [context.binary('Add', kept, context.binary('Mul', context.binary('Sub', 1, z), candidate))];
  },
};

/** Keras 2 files of before TensorFlow 2 lack the option, and reset before the product. */
function resetsAfter(context: LayerContext): boolean {
  return context.options.boolean('reset_after', false);
}

export const lstmCell: RecurrentCell = {
  opType: 'LSTM',
  gates: [0, 3, 1, 2],
  stateCount: 2,
  hasTwoBiases: () => false,
  attributes: () => ({}),
  adjustBias(context, bias) {
    if (context.options.boolean('unit_forget_bias', true)) bias.fill(1, bias.length / 4, bias.length / 2);
  },
  step(context, { input, recur, states: [h, c], gate, activate }) {
    const sum = (index: number) => context.binary('Add', input(index), recur(index, h!));
    const [i, o, f] = [gate(sum(0)), gate(sum(1)), gate(sum(2))];
    const next = context.binary('Add', context.binary('Mul', f, c!), context.binary('Mul', i, activate(sum(3))));
    return [context.binary('Mul', o, activate(next)), next];
  },
};

/** The variables of a cell as ONNX has them: `[1, gates · units, width]`, and biases `[1, gates · units]`. */
export function cellVariables(context: LayerContext, cell: RecurrentCell, features: number) {
  const units = context.options.integer('units');
  const rows = cell.gates.length * units;
  const kernel = context.variable('kernel', {
    shape: [features, rows],
    stored: byRows(cell.gates, units, features),
  });
  const recurrent = context.variable('recurrent_kernel', {
    shape: [units, rows],
    stored: byRows(cell.gates, units, units),
    initializer: context.options.values.recurrent_initializer ?? 'orthogonal',
  });
  if (!context.options.boolean('use_bias', true)) return { units, kernel, recurrent, bias: undefined };
  const hasTwo = cell.hasTwoBiases(context);
  const bias = context.variable('bias', {
    shape: hasTwo ? [2, rows] : [rows],
    initializer: context.options.values.bias_initializer ?? 'zeros',
    stored: { shape: [1, hasTwo ? 2 * rows : rows], arrange: (data) => reordered(data, cell.gates, units) },
    adjust: (values) => cell.adjustBias?.(context, values),
  });
  return { units, kernel, recurrent, bias };
}

/** A kernel of Keras, `[width, gates · units]`, by rows and in ONNX's order of gates. */
function byRows(gates: readonly number[], units: number, width: number): Arrangement {
  const rows = gates.length * units;
  return {
    shape: [1, rows, width],
    axisOf: [2, 1],
    arrange(data) {
      const result = new Float32Array(data.length);
      gates.forEach((gate, place) => {
        for (let unit = 0; unit < units; unit++) {
          for (let i = 0; i < width; i++) {
            result[(place * units + unit) * width + i] = data[i * rows + gate * units + unit]!;
          }
        }
      });
      return result;
    },
  };
}

/** Biases in ONNX's order of gates, one or two of each. */
function reordered(data: Float32Array, gates: readonly number[], units: number): Float32Array {
  const result = new Float32Array(data.length);
  const rows = gates.length * units;
  for (let start = 0; start < data.length; start += rows) {
    gates.forEach((gate, place) => {
      const from = start + gate * units;
      result.set(data.subarray(from, from + units), start + place * units);
    });
  }
  return result;
}
