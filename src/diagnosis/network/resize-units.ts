import { isNetwrightError, RandomStream, type Tensor } from '../../core/index.ts';
import type { Network } from '../../nn/index.ts';
import { type WeightedLayer, weightedLayers } from './layer-chain.ts';
import { rewriteNetwork } from './rewrite.ts';

/**
 * The network with another number of units in one layer, and with what follows made to fit. New weights have the mean and
 * the spread of the old ones, the spread scaled by the root of the old fan-in over the new, so that nothing but the
 * width changes. `undefined` where the units lead elsewhere than in one line to the next dense or convolutional layer.
 *
 * @param layerName a dense or convolutional layer
 */
export function resizeUnits(network: Network, layer: WeightedLayer, units: number, seed: number): Network | undefined {
  if (layer.kind === 'recurrent' || layer.kind === 'embedding') return undefined;
  const { initializers } = network.graph;
  const tensors = new Map<string, Tensor>();
  const set = (name: string, shape: number[], fanInRatio: number) => {
    tensors.set(name, redraw(initializers.get(name)!, shape, fanInRatio, new RandomStream(seed, `resize/${name}`)));
  };
  set(layer.kernel, withSize(network, layer.kernel, unitAxis(layer), units), 1);
  if (layer.bias !== undefined) set(layer.bias, withSize(network, layer.bias, -1, units), 1);
  for (const node of layer.following) {
    for (const name of node.inputs) {
      const tensor = initializers.get(name);
      if (tensor === undefined || !tensor.shape.includes(layer.units)) continue;
      if (tensor.dtype !== 'float32') return undefined;
      const axis = tensor.shape.indexOf(layer.units);
      tensors.set(name, repeat(tensor, axis, units));
    }
  }
  if (!layer.isLast) {
    const end = layer.following.at(-1)?.outputs[0] ?? layer.linear;
    const next = weightedLayers(network).find(({ node }) => node.inputs[0] === end);
    if (next === undefined || next.kind === 'embedding') return undefined;
    const axis = inputAxis(next);
    const old = initializers.get(next.kernel)!.shape;
    const size = (old[axis]! / layer.units) * units;
    if (!Number.isInteger(size)) return undefined;
    set(next.kernel, withSize(network, next.kernel, axis, size), units / layer.units);
  }
  try {
    return rewriteNetwork(network, { initializers: tensors });
  } catch (error) {
    // A reshape or a residual connection that counts on the old width.
    if (isNetwrightError(error)) return undefined;
    throw error;
  }
}

function withSize(network: Network, name: string, axis: number, size: number): number[] {
  const shape = [...network.graph.initializers.get(name)!.shape];
  shape[axis < 0 ? shape.length + axis : axis] = size;
  return shape;
}

const isTransposed = ({ node }: WeightedLayer): boolean => {
  const attribute = node.attributes.transB;
  return attribute?.type === 'int' && attribute.value === 1;
};

/** The axis of a kernel along which the units of a dense or convolutional layer lie; negative from the end. */
export function unitAxis(layer: WeightedLayer): number {
  if (layer.node.opType === 'Gemm') return isTransposed(layer) ? 0 : 1;
  if (layer.node.opType === 'MatMul') return -1;
  return layer.node.opType === 'ConvTranspose' ? 1 : 0;
}

function inputAxis(layer: WeightedLayer): number {
  switch (layer.node.opType) {
    case 'Gemm':
      return isTransposed(layer) ? 1 : 0;
    case 'MatMul':
    case 'ConvTranspose':
      return 0;
    case 'Conv':
      return 1;
    default:
      // Recurrent cells hold [directions, gates, inputs].
      return 2;
  }
}

/** With fewer weights than this their spread says nothing: then Glorot's is taken. */
const fewestWeights = 16;
/** A mean so many standard errors from 0 was meant by who drew the weights. */
const meantErrors = 4;

/** Normal numbers with a tensor's spread, and its mean where that was meant, in another shape. */
function redraw(tensor: Tensor, shape: readonly number[], fanInRatio: number, random: RandomStream): Tensor {
  const values = tensor.data as Float32Array;
  const data = new Float32Array(shape.reduce((count, size) => count * size, 1));
  if (tensor.shape.length > 1 && values.length < fewestWeights) {
    const deviation = Math.sqrt(2 / (shape[0]! + shape[1]!));
    for (let i = 0; i < data.length; i++) data[i] = deviation * random.normal();
    return { dtype: 'float32', shape, data };
  }
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let variance = 0;
  for (const value of values) variance += (value - mean) ** 2 / values.length;
  const isMeant = mean ** 2 > (meantErrors ** 2 * variance) / values.length;
  const deviation = Math.sqrt(variance / fanInRatio);
  for (let i = 0; i < data.length; i++) data[i] = (isMeant ? mean : 0) + deviation * random.normal();
  return { dtype: 'float32', shape, data };
}

/** A tensor of one number for each unit, repeated to another number of units. */
function repeat(tensor: Tensor, axis: number, units: number): Tensor {
  const shape = tensor.shape.map((size, index) => (index === axis ? units : size));
  const old = tensor.data as Float32Array;
  const inner = tensor.shape.slice(axis + 1).reduce((count, size) => count * size, 1);
  const oldUnits = tensor.shape[axis]!;
  const data = new Float32Array(shape.reduce((count, size) => count * size, 1));
  for (let i = 0; i < data.length; i++) {
    const within = i % inner;
    const unit = Math.floor(i / inner) % units;
    const block = Math.floor(i / (inner * units));
    data[i] = old[(block * oldUnits + (unit % oldUnits)) * inner + within]!;
  }
  return { dtype: 'float32', shape, data };
}
