import { type LossName, lossNameOf } from '../../../nn/index.ts';
import type { OptimizerName } from '../../../optim/index.ts';
import type { Design } from '../../design.ts';
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
        : `# ${place}: ${after.units} outputs, was ${before.units}`,
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
