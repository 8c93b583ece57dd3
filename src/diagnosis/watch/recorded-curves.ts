/** Numbers of one tag, in the order in which they were recorded. */
export interface RecordedCurve {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

export type RecordedScalars = ReadonlyMap<string, RecordedCurve>;

/** A curve, and the tag that it stands under. */
export interface TaggedCurve extends RecordedCurve {
  readonly tag: string;
}

/** What could be looked into of a layer. */
export type LayerQuantity = 'gradientNorm' | 'updateRatio' | 'deadUnits' | 'saturated' | 'nonFinite';

/** The curves of a run that say how training went. */
export interface RunCurves {
  /** Of steps or batches where there is such a curve, otherwise of epochs. */
  readonly training: TaggedCurve | undefined;
  /** Whether each point of `training` is a mean over an epoch. */
  readonly isByEpoch: boolean;
  /** Training loss of epochs. */
  readonly epochs: TaggedCurve | undefined;
  readonly validation: TaggedCurve | undefined;
  readonly learningRate: TaggedCurve | undefined;
  readonly gradientNorm: TaggedCurve | undefined;
  /** As netwright's event files have them; by layer, in the network's order. */
  readonly layers: ReadonlyMap<string, Readonly<Partial<Record<LayerQuantity, TaggedCurve>>>>;
}

const validationWords = new Set(['val', 'valid', 'validation', 'test', 'eval', 'evaluation', 'dev', 'holdout']);
const trainingWords = new Set(['train', 'training', 'fit']);
const lossWords = new Set(['loss', 'losses', 'nll', 'cost']);
/** Words that say nothing of what a loss is of; any other word makes it the loss of a part. */
const plainWords = new Set(
  'total epoch epochs step steps batch iteration iterations iter mean avg average running vs metrics'.split(' '),
);
const gradientWords = new Set('grad grads gradient gradients norm total global 2 0 l2'.split(' '));

const layerTags: Readonly<Record<string, LayerQuantity>> = {
  grad_norm: 'gradientNorm',
  update_ratio: 'updateRatio',
  dead_units: 'deadUnits',
  saturated: 'saturated',
  non_finite: 'nonFinite',
};

/** Whether a folder's name says that it holds the validation part of a run, or the training part: Keras writes both. */
export function partNamed(folder: string): 'training' | 'validation' | undefined {
  const name = folder.toLowerCase();
  return validationWords.has(name) ? 'validation' : trainingWords.has(name) ? 'training' : undefined;
}

/**
 * Finds the curves that tell how a training went by the names of their tags, whoever wrote them: `loss/train`,
 * `train_loss`, `epoch_loss`, `val_loss`, `loss/val`, `lr-Adam`, `learning_rate`, `grad_norm`.
 *
 * @param validationPart scalars of the folder with the validation part, where a writer keeps two
 */
export function findCurves(scalars: RecordedScalars, validationPart: RecordedScalars = new Map()): RunCurves {
  const all = [...scalars].map(([tag, curve]) => ({ tag, words: wordsOf(tag), ...curve }));
  const others = [...validationPart].map(([tag, curve]) => ({ tag, words: wordsOf(tag), ...curve }));
  const losses = all.filter(({ words }) => isLoss(words));
  const ofTraining = longestFirst(losses.filter(({ words }) => !isOf(words, validationWords)));
  const validation = longestFirst([
    ...losses.filter(({ words }) => isOf(words, validationWords)),
    ...others.filter(({ words }) => isLoss(words)),
  ]).toSorted((a, b) => Number(isByEpoch(b)) - Number(isByEpoch(a)))[0];
  const training = ofTraining[0];
  const epochs =
    ofTraining.find(isByEpoch) ??
    ofTraining.find(({ steps }) => validation !== undefined && steps.length === validation.steps.length);
  const find = (test: (words: readonly string[]) => boolean) => all.find(({ words }) => test(words));
  return {
    training,
    isByEpoch: training !== undefined && training === epochs,
    epochs,
    validation,
    learningRate: find((words) => words.includes('lr') || (words.includes('learning') && words.includes('rate'))),
    gradientNorm: find(
      (words) =>
        words.includes('norm') &&
        words.every((word) => gradientWords.has(word) || trainingWords.has(word)) &&
        words.some((word) => word.startsWith('grad')),
    ),
    layers: layersOf(scalars),
  };
}

/** The tags that were taken, those of layers left out. */
export function tagsRead({ training, epochs, validation, learningRate, gradientNorm }: RunCurves): string[] {
  const curves = [training, epochs, validation, learningRate, gradientNorm];
  return [...new Set(curves.flatMap((curve) => curve?.tag ?? []))];
}

function wordsOf(tag: string): string[] {
  return tag
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/(train|val|valid|test)loss/g, '$1 loss')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

const isOf = (words: readonly string[], some: ReadonlySet<string>): boolean => words.some((word) => some.has(word));

function isLoss(words: readonly string[]): boolean {
  const known = [lossWords, validationWords, trainingWords, plainWords];
  return isOf(words, lossWords) && words.every((word) => known.some((set) => set.has(word)));
}

const isByEpoch = ({ words }: { readonly words: readonly string[] }): boolean => words.includes('epoch');

function longestFirst<Curve extends RecordedCurve>(curves: readonly Curve[]): Curve[] {
  return curves.toSorted((a, b) => b.steps.length - a.steps.length);
}

function layersOf(scalars: RecordedScalars): RunCurves['layers'] {
  const layers = new Map<string, Partial<Record<LayerQuantity, TaggedCurve>>>();
  for (const [tag, curve] of scalars) {
    const cut = tag.indexOf('/');
    const quantity = cut < 0 ? undefined : layerTags[tag.slice(0, cut)];
    if (quantity === undefined) continue;
    const name = tag.slice(cut + 1);
    const own = layers.get(name) ?? {};
    own[quantity] = { tag, ...curve };
    layers.set(name, own);
  }
  return layers;
}
