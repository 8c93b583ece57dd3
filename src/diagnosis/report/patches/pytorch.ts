import { type LossName, lossNameOf } from '../../../nn/index.ts';
import type { OptimizerName } from '../../../optim/index.ts';
import type { Design } from '../../design.ts';
import type { WeightedLayer } from '../../network/layer-chain.ts';
import { activationsOf, type Changes, type LayerChange } from './changes.ts';
import { type ArrayWriter, targetLines, whiteningLines, written } from './numbers.ts';

const arrayOf: ArrayWriter = (list) => `torch.tensor(${list})`;

/** What the Python expects to be there: `import torch`, `from torch import nn`, tensors `x`, `y`, the `model`. */
export function pytorchLines(changes: Changes): string[] {
  const { after, whitened, targets, removed, layers, isCompiledAnew, before, batchSize, epochs } = changes;
  const isLossNew = JSON.stringify(before.recipe.loss) !== JSON.stringify(after.recipe.loss);
  const isStepNew =
    isCompiledAnew && JSON.stringify(before.recipe.optimizer) !== JSON.stringify(after.recipe.optimizer);
  const isScheduleNew = JSON.stringify(before.recipe.schedule) !== JSON.stringify(after.recipe.schedule);
  return [
    ...whitened.flatMap(({ input, ...numbers }) =>
      whiteningLines(after.network.graph.inputs.length === 1 ? 'x' : `x["${input}"]`, numbers, arrayOf),
    ),
    ...(targets?.kind === 'scaled' ? targetLines(targets, arrayOf) : []),
    ...(targets?.kind === 'one-hot' ? [`y = nn.functional.one_hot(y.long().flatten(), ${targets.count}).float()`] : []),
    ...removed.map(({ name, opType }) => `${placeOf(name)} = nn.Identity()  # was ${opType}`),
    ...layers.flatMap(layerLines),
    ...(isLossNew ? [`criterion = ${losses[lossNameOf(after.recipe.loss)] ?? lossNameOf(after.recipe.loss)}`] : []),
    ...(isStepNew ? [optimizerLine(after)] : []),
    ...(isScheduleNew ? ['# no learning-rate scheduler'] : []),
    ...(batchSize === undefined
      ? []
      : [`loader = torch.utils.data.DataLoader(dataset, batch_size=${batchSize}, shuffle=True)`]),
    ...(epochs === undefined ? [] : [`epochs = ${epochs}`]),
  ];
}

/** `model.layers[0].fc` for the name `layers.0.fc`. */
function placeOf(name: string): string {
  return `model${name
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')}`;
}

function layerLines({ before, after, isRedrawn }: LayerChange): string[] {
  const place = placeOf(before.name);
  const lines: string[] = [];
  if (before.units !== after.units || before.fanIn !== after.fanIn) {
    lines.push(
      before.kind === 'dense'
        ? `${place} = nn.Linear(${after.fanIn}, ${after.units})  # was ${before.fanIn}, ${before.units}`
        : `${place} = ${convolution(after)}  # was ${before.fanIn} numbers to ${before.units} channels`,
      ...(before.units === after.units ? [] : normalisationLines(after)),
    );
  }
  if (isRedrawn) {
    lines.push(
      `nn.init.kaiming_normal_(${place}.weight, nonlinearity="${after.isLast ? 'linear' : 'relu'}")`,
      ...(before.bias === undefined ? [] : [`nn.init.zeros_(${place}.bias)`]),
    );
  }
  if (activationsOf(before) !== activationsOf(after)) {
    const was = before.activations.map(({ opType }) => activations[opType] ?? opType).join(' and ');
    const wanted = activations[activationsOf(after)];
    lines.push(
      `# in forward, after ${before.name}: ${wanted ?? 'no activation'}${was === '' ? '' : `, in place of ${was}`}`,
    );
  }
  return lines;
}

/** Convolutions have their constructor's arguments in the attributes of their node; sides that differ are left to a comment. */
function convolution({ node, units, fanIn }: WeightedLayer): string {
  const numbers = (name: string): readonly number[] => {
    const attribute = node.attributes[name];
    return attribute?.type === 'ints' ? attribute.value.map(Number) : [];
  };
  const [group] = node.attributes.group?.type === 'int' ? [Number(node.attributes.group.value)] : [1];
  const kernel = numbers('kernel_shape');
  const pads = numbers('pads');
  const inputs = (fanIn / kernel.reduce((product, side) => product * side, 1)) * group;
  const tuple = (values: readonly number[]) => `(${values.join(', ')}${values.length === 1 ? ',' : ''})`;
  const option = (name: string, values: readonly number[], usual: number) =>
    values.every((value) => value === usual) ? [] : [`${name}=${tuple(values)}`];
  const args = [
    String(inputs),
    String(units),
    tuple(kernel),
    ...option('stride', numbers('strides'), 1),
    ...option('padding', pads.slice(0, kernel.length), 0),
    ...option('dilation', numbers('dilations'), 1),
    ...(group === 1 ? [] : [`groups=${group}`]),
  ];
  return `nn.${node.opType === 'ConvTranspose' ? 'ConvTranspose' : 'Conv'}${kernel.length}d(${args.join(', ')})`;
}

/** Normalisations behind a layer that is of another width than before. */
function normalisationLines({ node: layer, units, following }: WeightedLayer): string[] {
  const kernel = layer.attributes.kernel_shape;
  const dimensions = kernel?.type === 'ints' ? kernel.value.length : 1;
  return following
    .filter(({ opType }) => opType === 'BatchNormalization')
    .map(({ layer: own, name }) => `${placeOf(own ?? name)} = nn.BatchNorm${dimensions}d(${units})`);
}

const activations: Readonly<Record<string, string>> = {
  Relu: 'torch.relu',
  Sigmoid: 'torch.sigmoid',
  Softmax: 'torch.softmax(dim=-1)',
  Softplus: 'nn.functional.softplus',
  Tanh: 'torch.tanh',
};

const losses: Readonly<Partial<Record<LossName, string>>> = {
  mse: 'nn.MSELoss()',
  l1: 'nn.L1Loss()',
  huber: 'nn.HuberLoss()',
  poisson: 'nn.PoissonNLLLoss()',
  crossEntropy: 'nn.CrossEntropyLoss()',
  categoricalCrossEntropy: 'nn.CrossEntropyLoss()',
  crossEntropyOnProbabilities: 'lambda p, y: nn.functional.nll_loss(p.clamp_min(1e-7).log(), y)',
  categoricalCrossEntropyOnProbabilities: 'lambda p, y: -(y * p.clamp_min(1e-7).log()).sum(-1).mean()',
  binaryCrossEntropy: 'nn.BCEWithLogitsLoss()',
  binaryCrossEntropyOnProbabilities: 'nn.BCELoss()',
};

const optimizers: Readonly<Record<OptimizerName, string>> = {
  adam: 'Adam',
  adamw: 'AdamW',
  adadelta: 'Adadelta',
  adagrad: 'Adagrad',
  adamax: 'Adamax',
  lion: 'Lion',
  nadam: 'NAdam',
  radam: 'RAdam',
  rmsprop: 'RMSprop',
  sgd: 'SGD',
};

function optimizerLine({ recipe: { optimizer } }: Design): string {
  const momentum = 'momentum' in optimizer && Number(optimizer.momentum) > 0 ? `, momentum=${optimizer.momentum}` : '';
  return `optimizer = torch.optim.${optimizers[optimizer.name]}(model.parameters(), lr=${written(optimizer.learningRate)}${momentum})`;
}
