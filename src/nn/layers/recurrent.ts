import { z } from 'zod';
import type { PlainAttributes, Value } from '../../graph/index.ts';
import { type InitializerOptions, initializerSchema } from '../initializers/index.ts';
import { commonOptions, type LayerContext, sequenceShape } from './layer.ts';
import { biasOptions, trainableOption } from './weights.ts';

/** The options that recurrent layers share. */
export const recurrentOptions = {
  units: z.int().positive(),
  /** Whether the output is that of every step, `[batch, time, units]`, or of the last one, `[batch, units]`. */
  returnSequences: z.boolean().default(false),
  /** Whether the sequence is also read from its end; both outputs are joined, the forward one first. */
  bidirectional: z.boolean().default(false),
  /** Default: variance scaling by fan-in, of scale 1. */
  initializer: initializerSchema.default({
    name: 'varianceScaling',
    scale: 1,
    mode: 'fan_in',
    distribution: 'truncated_normal',
  }),
  /** Of the weights from step to step. Default: orthogonal, as in Keras. */
  recurrentInitializer: initializerSchema.default({ name: 'orthogonal', gain: 1 }),
  ...biasOptions,
  ...trainableOption,
  ...commonOptions,
};

interface RecurrentOptions {
  readonly units: number;
  readonly returnSequences: boolean;
  readonly bidirectional: boolean;
  readonly initializer: InitializerOptions;
  readonly recurrentInitializer: InitializerOptions;
  readonly bias: boolean;
  readonly biasInitializer: InitializerOptions;
}

/** What sets one recurrent layer apart. */
interface Cell {
  readonly opType: 'RNN' | 'GRU' | 'LSTM';
  readonly gates: number;
  readonly attributes?: PlainAttributes;
  /** Changes the bias of one direction, which holds that of the input and then that of the recurrence. */
  readonly adjustBias?: (bias: Float32Array) => void;
}

/**
 * Writes a recurrent layer over `[batch, time, features]`. Parameters are stored as ONNX has them: `kernel`
 * [directions, gates · units, features], `recurrent_kernel` [directions, gates · units, units], `bias`
 * [directions, 2 · gates · units], that of the input and then that of the recurrence.
 */
export function buildRecurrent(context: LayerContext, input: Value, options: RecurrentOptions, cell: Cell): Value {
  const { units, returnSequences, bidirectional, initializer, recurrentInitializer, bias, biasInitializer } = options;
  const { features } = sequenceShape(context, input);
  const { builder } = context;
  const directions = bidirectional ? 2 : 1;
  const rows = cell.gates * units;
  const weights = (part: string, width: number, how: InitializerOptions) =>
    context.parameter(part, { shape: [directions, rows, width], fanIn: width, fanOut: units, stacked: true }, how);
  const inputs = [
    builder.op('Transpose', [input], { perm: [1, 0, 2] }),
    weights('kernel', features, initializer),
    weights('recurrent_kernel', units, recurrentInitializer),
  ];
  if (bias) {
    const parameter = { shape: [directions, 2 * rows], fanIn: features, fanOut: units };
    const adjust = (values: Float32Array) => {
      for (let i = 0; i < directions; i++) cell.adjustBias?.(values.subarray(2 * i * rows, 2 * (i + 1) * rows));
    };
    inputs.push(context.parameter('bias', parameter, biasInitializer, adjust));
  }
  const attributes = {
    ...cell.attributes,
    ...(bidirectional && Array.isArray(cell.attributes?.activations)
      ? { activations: [...cell.attributes.activations, ...cell.attributes.activations] }
      : {}),
    hidden_size: units,
    direction: bidirectional ? 'bidirectional' : 'forward',
  };
  if (returnSequences) {
    const steps = builder.op(cell.opType, inputs, attributes);
    const byBatch = builder.op('Transpose', [steps], { perm: [2, 0, 1, 3] });
    return builder.op('Reshape', [byBatch, builder.ints([0, 0, directions * units])]);
  }
  const names = ['', builder.uniqueName(`${context.name}/last`)];
  const last = builder.ops(cell.opType, inputs, attributes, names)[1]!;
  return builder.op('Flatten', [builder.op('Transpose', [last], { perm: [1, 0, 2] })], { axis: 1 });
}
