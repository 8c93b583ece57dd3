import type { Node } from '../../../graph/index.ts';
import { type LossName, lossNameOf, type Network } from '../../../nn/index.ts';
import type { OptimizerName } from '../../../optim/index.ts';
import { type WeightedLayer, weightedLayers } from '../../network/layer-chain.ts';
import { activationsOf, type Changes, type LayerChange } from './changes.ts';
import { moduleOf, nameOf, placeOf } from './modules.ts';
import { type ArrayWriter, targetLines, whiteningLines, written } from './numbers.ts';
import { type ArrayFunctions, preparationLines } from './preparation.ts';
import { type Relayout, relayoutLine } from './relayouts.ts';

const arrayOf: ArrayWriter = (list) => `torch.tensor(${list})`;

const torch: ArrayFunctions = {
  arrayOf,
  infinity: 'torch.inf',
  clip: (array, low, high) => `${array}.clamp(${low}, ${high})`,
  squash: {
    asinh: (array) => `torch.asinh(${array})`,
    log1p: (array) => `torch.log1p((${array}).clamp(min=0))`,
    tanh: (array) => `torch.tanh(${array})`,
  },
};

/** What the Python expects to be there: `import torch`, `from torch import nn`, tensors `x`, `y`, the `model`. */
export function pytorchLines(changes: Changes): string[] {
  const { before, after, whitened, targets, removed, layers, batchSize, epochs } = changes;
  const isNew = (field: 'loss' | 'optimizer' | 'schedule' | 'gradientClipping') =>
    JSON.stringify(before.recipe[field]) !== JSON.stringify(after.recipe[field]);
  const clipping = after.recipe.gradientClipping;
  const arrayFor = (input: string) => (after.network.graph.inputs.length === 1 ? 'x' : `x["${input}"]`);
  return [
    ...changes.relayouts.map((relayout) => relayoutPatch(relayout, arrayFor)),
    ...changes.prepared.flatMap((fitted) => preparationLines(arrayFor(fitted.name), fitted, torch)),
    ...whitened.flatMap(({ input, ...numbers }) => whiteningLines(arrayFor(input), numbers, arrayOf)),
    ...(targets?.kind === 'scaled' ? targetLines(targets, arrayOf) : []),
    ...(targets?.kind === 'one-hot' ? [`y = nn.functional.one_hot(y.long().flatten(), ${targets.count}).float()`] : []),
    ...removed.map((node) => removalLine(node, before.network)),
    ...layers.flatMap((change) => layerLines(change, before.network)),
    ...changes.batchFirst.map((name) => `${placeOf(name)}.batch_first = True`),
    ...changes.unfrozen.map((name) => `${placeOf(name)}.requires_grad_(True)`),
    ...changes.statistics.map(({ name, momentum }) => `${placeOf(name)}.momentum = ${written(1 - momentum)}`),
    ...(isNew('loss') || changes.isBalanced ? criterionLines(changes) : []),
    ...(isNew('optimizer') || changes.penalty !== undefined ? [optimizerLine(changes)] : []),
    ...(isNew('schedule') ? [schedulerLine(after.recipe)] : []),
    ...(isNew('gradientClipping') && clipping?.name === 'norm'
      ? [`# before optimizer.step(): nn.utils.clip_grad_norm_(model.parameters(), ${clipping.maxNorm})`]
      : []),
    ...(batchSize === undefined && !changes.isShuffled
      ? []
      : [
          `loader = torch.utils.data.DataLoader(dataset, batch_size=${after.recipe.batchSize}, shuffle=${after.recipe.shuffle ? 'True' : 'False'})`,
        ]),
    ...(epochs === undefined ? [] : [`epochs = ${epochs}`]),
  ];
}

/** The schedules that remedies set: none, or one drop. */
function schedulerLine({ schedule }: Changes['after']['recipe']): string {
  if (schedule.name !== 'piecewise') return '# no learning-rate scheduler';
  const [end] = schedule.boundaries;
  const [before, after] = schedule.factors;
  return `scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: ${before} if step <= ${end} else ${after})  # scheduler.step() after every batch`;
}

/** Of an input a line for its tensor; of a value inside what `forward` does to it. */
function relayoutPatch(relayout: Relayout, arrayFor: (input: string) => string): string {
  const { input, layer } = relayout;
  const array = input === undefined ? 'x' : arrayFor(input);
  const line = `${array} = ${relayoutLine(array, relayout, 'permute')}`;
  if (input !== undefined) return `${line}  # new data too`;
  return `# in forward${layer === undefined ? '' : `, at ${layer}`}: ${line}, in place of the reshape`;
}

function removalLine(node: Node, network: Network): string {
  const isWeighted = weightedLayers(network).find((layer) => layer.node === node);
  const hasWeights = node.opType === 'BatchNormalization';
  const place = isWeighted
    ? placeOf(nameOf(isWeighted))
    : hasWeights && node.layer !== undefined
      ? placeOf(node.layer)
      : moduleOf(node, network);
  return place === undefined
    ? `# in forward: no ${node.opType.toLowerCase()}`
    : `${place} = nn.Identity()  # was ${node.opType}`;
}

function layerLines({ before, after, isRedrawn, bias }: LayerChange, network: Network): string[] {
  const place = placeOf(nameOf(before));
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
  } else if (bias === 'zero') lines.push(`nn.init.zeros_(${place}.bias)`);
  else if (bias === 'added') lines.push(`${place}.bias = nn.Parameter(torch.zeros(${after.units}))  # was bias=False`);
  if (activationsOf(before) !== activationsOf(after)) lines.push(...activationLines(before, after, network));
  return lines;
}

/** Activations that are modules are replaced as such; what `forward` calls is told in a comment. */
function activationLines(before: WeightedLayer, after: WeightedLayer, network: Network): string[] {
  const wanted = activationsOf(after);
  const places = before.activations.map((node) => moduleOf(node, network));
  const isWritable = wanted === '' || activations[wanted] !== undefined;
  if (places.length > 0 && isWritable && places.every((place) => place !== undefined)) {
    return before.activations.map(({ opType }, index) => {
      const module = index === 0 && wanted !== '' ? activations[wanted]!.module : 'nn.Identity()';
      return `${places[index]} = ${module}  # was ${opType}`;
    });
  }
  const was = before.activations.map(({ opType }) => activations[opType]?.call ?? opType).join(' and ');
  return [
    `# in forward, after ${nameOf(before)}: ${wanted === '' ? 'no activation' : (activations[wanted]?.call ?? wanted)}${was === '' ? '' : `, in place of ${was}`}`,
  ];
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

/** What `forward` calls, and the module. */
const activations: Readonly<Record<string, { readonly call: string; readonly module: string }>> = {
  Relu: { call: 'torch.relu', module: 'nn.ReLU()' },
  Sigmoid: { call: 'torch.sigmoid', module: 'nn.Sigmoid()' },
  Softmax: { call: 'torch.softmax(dim=-1)', module: 'nn.Softmax(-1)' },
  Softplus: { call: 'nn.functional.softplus', module: 'nn.Softplus()' },
  Tanh: { call: 'torch.tanh', module: 'nn.Tanh()' },
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

function criterionLines({ after: { recipe }, isBalanced }: Changes): string[] {
  const name = lossNameOf(recipe.loss);
  const criterion = losses[name] ?? name;
  if (!isBalanced) return [`criterion = ${criterion}`];
  if (name === 'binaryCrossEntropy') {
    return ['criterion = nn.BCEWithLogitsLoss(pos_weight=(y == 0).sum() / (y == 1).sum())'];
  }
  return [
    'counts = torch.bincount(y.flatten().long())',
    name === 'crossEntropy'
      ? 'criterion = nn.CrossEntropyLoss(weight=len(y) / (len(counts) * counts))'
      : `# weigh each sample's loss by len(y) / (len(counts) * counts[y])`,
  ];
}

function optimizerLine({ after: { recipe }, penalty }: Changes): string {
  const { optimizer } = recipe;
  const { name, learningRate } = optimizer;
  const given = (key: string, usual: number) => {
    const value = Number((optimizer as Readonly<Record<string, unknown>>)[key] ?? usual);
    return value === usual ? undefined : written(value);
  };
  const decay = typeof penalty === 'number' ? written(2 * penalty) : given('weightDecay', name === 'adamw' ? 0.01 : 0);
  const [momentum, alpha] = [given('momentum', 0), given('alpha', 0.99)];
  const betas =
    'beta1' in optimizer && (optimizer.beta1 !== 0.9 || optimizer.beta2 !== (name === 'lion' ? 0.99 : 0.999));
  const options = [
    `lr=${written(learningRate)}`,
    ...(betas ? [`betas=(${optimizer.beta1}, ${optimizer.beta2})`] : []),
    ...(alpha === undefined ? [] : [`alpha=${alpha}`]),
    ...(momentum === undefined ? [] : [`momentum=${momentum}`]),
    ...('nesterov' in optimizer && optimizer.nesterov ? ['nesterov=True'] : []),
    ...(decay === undefined ? [] : [`weight_decay=${decay}`]),
  ];
  return `optimizer = torch.optim.${optimizers[name]}(model.parameters(), ${options.join(', ')})`;
}
