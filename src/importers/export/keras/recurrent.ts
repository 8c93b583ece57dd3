import type { Tensor } from '../../../core/index.ts';
import { lengthOf, type NodeExport, type NodeWriter } from './node-export.ts';

/** What sets a recurrent operator apart in Keras. */
interface Cell {
  readonly className: string;
  /** For each gate in Keras's order, its number in ONNX. */
  readonly gates: readonly number[];
}

const cells: Readonly<Record<string, Cell>> = {
  LSTM: { className: 'LSTM', gates: [0, 2, 3, 1] },
  GRU: { className: 'GRU', gates: [0, 1, 2] },
  RNN: { className: 'SimpleRNN', gates: [0] },
};

/** Activations of ONNX's recurrent operators in Keras. */
const activations: Readonly<Record<string, string>> = { Relu: 'relu', Sigmoid: 'sigmoid', Tanh: 'tanh' };

/** LSTM, GRU and RNN over [time, batch, features]: a layer over [batch, time, features], bidirectional or not. */
export const recurrent: NodeWriter = (context) => {
  const { node } = context;
  const cell = cells[node.opType]!;
  const [all = '', last = '', ...more] = node.outputs.map((name) => (context.isRead(name) ? name : ''));
  if (node.inputs.slice(4).some((name) => name !== '') || more.some((name) => name !== '')) {
    throw context.refuse('initial states, lengths of sequences or the last cell state');
  }
  if (context.integer('layout', 0) !== 0 || (all !== '' && last !== '')) {
    throw context.refuse('both the sequence and its last state as outputs');
  }
  const direction = context.text('direction', 'forward');
  const [time, batch] = context.shape();
  const [kernels, recurrents] = [context.weight(1), context.weight(2)];
  const directions = kernels.shape[0]!;
  const units = context.integer('hidden_size', recurrents.shape[2]!);
  const resetsAfter = context.integer('linear_before_reset', 0) === 1;
  const weights = Array.from({ length: directions }, (_, index) => [
    columns(kernels, index, cell, units),
    columns(recurrents, index, cell, units),
    ...(context.hasInput(3)
      ? [biases(context.weight(3), index, cell, units, resetsAfter && node.opType === 'GRU')]
      : []),
  ]);
  const config = {
    units,
    return_sequences: all !== '',
    use_bias: context.hasInput(3),
    ...activationsOf(context, directions),
    ...(direction === 'reverse' ? { go_backwards: true } : {}),
    ...(node.opType === 'GRU' ? { reset_after: resetsAfter } : {}),
  };
  const shape = [lengthOf(batch!), ...(all === '' ? [] : [lengthOf(time!)]), directions * units];
  const inputs = [context.tensor(0, [1, 0, 2])];
  const written =
    directions === 1
      ? context.add({ className: cell.className, config, inputs, shape, weights: { cell: weights[0]! } })
      : context.add({
          className: 'Bidirectional',
          config: {
            merge_mode: 'concat',
            layer: {
              module: 'keras.layers',
              class_name: cell.className,
              config: { name: `forward_${cell.className.toLowerCase()}`, dtype: 'float32', ...config },
              registered_name: null,
            },
          },
          inputs,
          shape,
          weights: { 'forward_layer/cell': weights[0]!, 'backward_layer/cell': weights[1]! },
        });
  // Keras gives what is read from the end in the order of reading.
  const isTurned = direction === 'reverse' && all !== '';
  const output = isTurned
    ? context.add({ className: 'Flip', module: 'keras.src.ops.numpy', config: { axis: 1 }, inputs: [written], shape })
    : written;
  // ONNX has an axis of directions before the samples.
  const apart = context.reshape(output, [...shape.slice(0, -1), directions, units]);
  if (all === '') context.place(apart, [1, 0, 2], 1);
  else context.place(apart, [2, 0, 1, 3], 0);
};

function activationsOf(context: NodeExport, directions: number): Record<string, string> {
  const attribute = context.node.attributes.activations;
  const given = attribute?.type === 'strings' ? attribute.value : [];
  const isRnn = context.node.opType === 'RNN';
  const [first, second, third] = given.length === 0 ? (isRnn ? ['Tanh'] : ['Sigmoid', 'Tanh', 'Tanh']) : given;
  const each = given.length / directions;
  const isSame = given.every((name, index) => name === given[index % each]);
  const names = [first, isRnn ? undefined : second]
    .filter((name) => name !== undefined)
    .map((name) => activations[name]);
  if (!isSame || names.includes(undefined) || (context.node.opType === 'LSTM' && second !== (third ?? second))) {
    throw context.refuse(`the activations ${given.join(', ')}`);
  }
  return isRnn ? { activation: names[0]! } : { recurrent_activation: names[0]!, activation: names[1]! };
}

/** Rows of one direction [gates · units, width] as columns in Keras's order of gates. */
function columns(
  { shape, data }: Tensor<'float32'>,
  direction: number,
  { gates }: Cell,
  units: number,
): Tensor<'float32'> {
  const width = shape[2]!;
  const rows = gates.length * units;
  const start = direction * rows * width;
  const result = new Float32Array(rows * width);
  for (const [place, gate] of gates.entries()) {
    for (let unit = 0; unit < units; unit++) {
      for (let i = 0; i < width; i++) {
        result[i * rows + place * units + unit] = data[start + (gate * units + unit) * width + i]!;
      }
    }
  }
  return { dtype: 'float32', shape: [width, rows], data: result };
}

/** The two biases of one direction: both where Keras keeps them apart, else their sum. */
function biases(
  { data }: Tensor<'float32'>,
  direction: number,
  { gates }: Cell,
  units: number,
  areApart: boolean,
): Tensor<'float32'> {
  const rows = gates.length * units;
  const part = (which: number) => {
    const start = (2 * direction + which) * rows;
    return gates.flatMap((gate) => Array.from(data.subarray(start + gate * units, start + (gate + 1) * units)));
  };
  const [input, state] = [part(0), part(1)];
  return areApart
    ? { dtype: 'float32', shape: [2, rows], data: Float32Array.from([...input, ...state]) }
    : { dtype: 'float32', shape: [rows], data: Float32Array.from(input, (value, i) => value + state[i]!) };
}
