import { sameShape, type Tensor, toFloat64 } from '../../../core/index.ts';
import { type KerasTensor, nested } from './keras-model.ts';
import { inOrder, lastOrder, type NodeExport, type NodeWriter } from './node-export.ts';

const operations = 'keras.src.ops.numpy';

/** A function of each element, in whatever order its input lies. */
const unary =
  (className: string, config: Readonly<Record<string, unknown>> = {}, module?: string): NodeWriter =>
  (context) => {
    const { tensor, axes } = context.placed(0);
    context.write({ className, config, inputs: [tensor], ...(module === undefined ? {} : { module }) }, axes);
  };

export const activation = (name: string): NodeWriter => unary('Activation', { activation: name });

/** A function of numpy's, which Keras keeps as an operation. */
export const operation = (className: string): NodeWriter => unary(className, {}, operations);

export const leakyRelu: NodeWriter = (context) =>
  unary('LeakyReLU', { negative_slope: context.float('alpha', 0.01) })(context);

export const elu: NodeWriter = (context) => unary('ELU', { alpha: context.float('alpha', 1) })(context);

export const hardSigmoid: NodeWriter = (context) => {
  const isKeras = Math.abs(context.float('alpha', 0.2) - 1 / 6) < 1e-6 && context.float('beta', 0.5) === 0.5;
  if (!isKeras) throw context.refuse('a HardSigmoid of this slope');
  activation('hard_sigmoid')(context);
};

export const gelu: NodeWriter = (context) => {
  if (context.text('approximate', 'none') !== 'none') throw context.refuse('the approximate Gelu');
  activation('gelu')(context);
};

export const dropout: NodeWriter = (context) => {
  const ratio = context.hasInput(1) ? context.constant(1) : undefined;
  unary('Dropout', { rate: ratio === undefined ? 0.5 : toFloat64(ratio)[0] })(context);
};

/** Softmax over one axis: the last one in Keras. */
export const softmax =
  (name: 'softmax' | 'log_softmax'): NodeWriter =>
  (context) => {
    const rank = context.shape().length;
    const axis = context.integer('axis', -1);
    const over = axis < 0 ? axis + rank : axis;
    const axes = over === rank - 1 ? inOrder(rank) : lastOrder(rank);
    if (axes.at(-1) !== over) throw context.refuse(`a ${name} over axis ${over}`);
    context.write({ className: 'Activation', config: { activation: name }, inputs: [context.tensor(0, axes)] }, axes);
  };

/** What a constant does to a tensor, as factor and addend; undefined where it is no line. */
function lineOf(opType: string, side: number, constant: Tensor): { scale?: Tensor; offset?: Tensor } | undefined {
  const map = (change: (x: number) => number) =>
    ({ ...constant, dtype: 'float32', data: Float32Array.from(toFloat64(constant), change) }) as Tensor;
  const one = (x: number): Tensor => ({ dtype: 'float32', shape: [], data: Float32Array.of(x) });
  switch (opType) {
    case 'Mul':
      return { scale: constant };
    case 'Add':
      return { offset: constant };
    case 'Sub':
      return side === 1 ? { offset: map((x) => -x) } : { scale: one(-1), offset: constant };
    case 'Div':
      return side === 1 ? { scale: map((x) => 1 / x) } : undefined;
    default:
      return undefined;
  }
}

/**
 * Arithmetic of two operands: tensors, by a layer that merges, or a tensor and fixed numbers, by Rescaling where that is
 * a line, else by an operation.
 */
export const binary =
  (layer: string | undefined, className: string): NodeWriter =>
  (context) => {
    const constants = [context.constant(0), context.constant(1)];
    const side = constants.findIndex((constant) => constant !== undefined);
    if (side < 0) {
      writeMerging(context, layer, className);
      return;
    }
    const { tensor, axes } = context.placed(1 - side);
    if (axes.length !== context.outputShape().length)
      throw context.refuse('a constant with more axes than its operand');
    const constant = constants[side]!;
    const line = lineOf(context.node.opType, side, constant);
    if (line !== undefined && constant.dtype === 'float32') {
      const value = (part: Tensor | undefined, none: number) =>
        part === undefined ? none : nested(context.broadcast(part, axes));
      const config = { scale: value(line.scale, 1), offset: value(line.offset, 0) };
      context.write({ className: 'Rescaling', config, inputs: [tensor] }, axes);
      return;
    }
    const other = context.broadcast(constant, axes);
    const inputs = side === 1 ? [tensor, other] : [other, tensor];
    context.write({ className, module: operations, inputs }, axes);
  };

function writeMerging(context: NodeExport, layer: string | undefined, className: string): void {
  const inputs = alignedInputs(context);
  const axes = context.placed(0).axes;
  const module = layer === undefined ? { className, module: operations } : { className: layer, isMerging: true };
  context.write({ ...module, inputs }, axes);
}

/** Inputs of one shape, all in the order of the first. */
function alignedInputs(context: NodeExport): KerasTensor[] {
  const { axes } = context.placed(0);
  return context.node.inputs.map((_, index) => {
    const isLike = sameShape(context.shape(index) as number[], context.outputShape() as number[]);
    if (!isLike && context.shape(index).length !== axes.length) throw context.refuse('operands of different rank');
    return context.tensor(index, axes);
  });
}

/** A layer that merges any number of tensors. */
export const merging =
  (className: string): NodeWriter =>
  (context) => {
    const inputs = alignedInputs(context);
    if (inputs.length === 1) context.place(inputs[0]!, context.placed(0).axes);
    else context.write({ className, inputs, isMerging: true }, context.placed(0).axes);
  };

export const concatenation: NodeWriter = (context) => {
  const { axes } = context.placed(0);
  const rank = axes.length;
  const axis = context.integer('axis', 0);
  const inputs = context.node.inputs.map((_, index) => context.tensor(index, axes));
  const config = { axis: axes.indexOf(axis < 0 ? axis + rank : axis) };
  context.write({ className: 'Concatenate', config, inputs, isMerging: true }, axes);
};

/** Where: one branch or the condition may be fixed numbers. */
export const where: NodeWriter = (context) => {
  const rank = context.outputShape().length;
  const tensors = [0, 1, 2].filter((index) => context.constant(index) === undefined);
  const { axes } = context.placed(tensors[0]!);
  if (tensors.some((index) => context.shape(index).length !== rank)) throw context.refuse('a Where of different ranks');
  const inputs = [0, 1, 2].map((index) => {
    const constant = context.constant(index);
    return constant === undefined ? context.tensor(index, axes) : context.broadcast(constant, axes);
  });
  context.write({ className: 'Where', module: operations, inputs }, axes);
};
