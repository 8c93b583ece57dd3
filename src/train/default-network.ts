import { type ConcreteShape, DataError } from '../core/index.ts';
import type { Dataset, Task } from '../data/browser.ts';
import { findLoss, type LayerInput, type LossChoice, type LossName } from '../nn/index.ts';

/** Widths of the convolutions (mission G9). */
const firstFilters = 64;
const laterFilters = 128;
/** Images are pooled until their shorter side is no longer than this. */
const smallestPooledSide = 7;
const mostPoolings = 5;
const denseUnits = 128;

/** The loss that a task asks for. */
export function defaultLoss(task: Task): LossName {
  if (task.kind === 'numbers') return 'mse';
  return task.oneHot ? 'categoricalCrossEntropy' : 'crossEntropy';
}

/**
 * Layers of a sound network for a dataset: convolutions of 64 and 128 filters with pooling for images (G9, G10) or two
 * dense layers for vectors, ReLU between, a linear output (G2, G3). They expect inputs and give outputs of mean 0 and
 * deviation 1: `withPreparation` puts before and behind them what brings the data there and back (G6, G7).
 */
export function defaultLayers(train: Dataset, task: Task, options: { readonly loss: LossChoice }): LayerInput[] {
  const [input] = train.inputs;
  if (input === undefined || train.inputs.length > 1) {
    throw new DataError(
      `${train.source}: ${train.inputs.length} input arrays; a default network can be built for one`,
      { advice: 'Give a recipe with a network, or an ONNX file' },
    );
  }
  const layers: LayerInput[] = [...imagesToChannels(train, input.shape)];
  const [height, width] = imageSize(train, input.shape) ?? [];
  if (height === undefined || width === undefined) {
    if (input.shape.length !== 1) layers.push({ layer: 'flatten' });
    layers.push({ layer: 'dense', units: denseUnits }, { layer: 'dense', units: denseUnits });
  } else {
    let side = Math.min(height, width);
    for (let pooling = 0; pooling < mostPoolings && (pooling === 0 || side > smallestPooledSide); pooling++) {
      layers.push({ layer: 'conv2d', filters: pooling === 0 ? firstFilters : laterFilters });
      if (side >= 2) layers.push({ layer: 'maxPool2d' });
      side = Math.floor(side / 2);
    }
    layers.push({ layer: 'flatten' }, { layer: 'dense', units: denseUnits });
  }
  layers.push({ layer: 'dense', units: outputCount(task, options.loss), ...outputActivation(options.loss) });
  return layers;
}

/** One output a class or number; yes or no needs one output where the loss takes it so. */
function outputCount(task: Task, loss: LossChoice): number {
  if (task.kind === 'numbers') return task.size;
  return findLoss(loss).target === 'binary' && task.classCount === 2 ? 1 : task.classCount;
}

/** Losses that cannot take any number get an output layer that keeps within their range; all others stay linear (G3). */
function outputActivation(loss: LossChoice): { activation?: 'sigmoid' | 'softmax' | 'softplus' } {
  const { output, target } = findLoss(loss);
  if (output === 'probabilities') return { activation: target === 'binary' ? 'sigmoid' : 'softmax' };
  return output === 'rates' ? { activation: 'softplus' } : {};
}

/** Layers that bring images to `[batch, channels, height, width]`. */
function imagesToChannels(train: Dataset, shape: ConcreteShape): LayerInput[] {
  if (train.layout === 'NHW') return [{ layer: 'reshape', shape: [1, ...shape], name: 'add_channel' }];
  if (train.layout === 'NHWC') return [{ layer: 'permute', axes: [3, 1, 2], name: 'channels_first' }];
  return [];
}

function imageSize(train: Dataset, shape: ConcreteShape): readonly number[] | undefined {
  switch (train.layout) {
    case 'NCHW':
      return shape.slice(1);
    case 'NHWC':
    case 'NHW':
      return shape.slice(0, 2);
    default:
      return undefined;
  }
}
