import type { Node } from '../../../graph/index.ts';
import type { FittedInput } from '../../../nn/index.ts';
import type { Design, TargetForm } from '../../design.ts';
import { type WeightedLayer, weightedLayers } from '../../network/layer-chain.ts';
import { recurrencesOverSamples } from '../../remedies/batch-first.ts';
import { batchNormMomenta } from '../../remedies/batch-norm-momentum.ts';
import { newPreparation } from './preparation.ts';
import { type Relayout, relayoutsBetween } from './relayouts.ts';

/** A layer before and after. */
export interface LayerChange {
  readonly before: WeightedLayer;
  readonly after: WeightedLayer;
  /** Whether its weights are drawn anew, and of another size. */
  readonly isRedrawn: boolean;
  /** What becomes of a bias while the weights stay: set to 0, or added. */
  readonly bias: 'zero' | 'added' | undefined;
}

/** What tells two designs apart, in terms of which a patch can be written. */
export interface Changes {
  readonly before: Design;
  readonly after: Design;
  /** Layers of which units, inputs, activations or first weights change. */
  readonly layers: readonly LayerChange[];
  /** Operators that are gone with the layers that they stand for. */
  readonly removed: readonly Node[];
  /** Layers that were kept as they are, and are trained now. */
  readonly unfrozen: readonly string[];
  /** Batch normalisations whose running statistics keep another share of what they were. */
  readonly statistics: readonly { readonly name: string; readonly momentum: number }[];
  /** Inputs, and values inside, whose axes are put in another order. */
  readonly relayouts: readonly Relayout[];
  /** Numbers that each input is whitened with, where that is new. */
  readonly whitened: readonly Whitening[];
  /** Recurrences that go along the steps of each sample, and went from sample to sample. */
  readonly batchFirst: readonly string[];
  /** Inputs that are clipped, squashed and whitened inside the network, where that is new. */
  readonly prepared: readonly FittedInput[];
  /** The new form of the targets. */
  readonly targets: Exclude<TargetForm, { kind: 'as given' }> | undefined;
  /** Whether loss, optimizer, learning rate, schedule or the clipping of gradients change. */
  readonly isCompiledAnew: boolean;
  /** Whether batches are drawn anew in every epoch, which they were not. */
  readonly isShuffled: boolean;
  /** Whether classes count by how rare they are, which they did not. */
  readonly isBalanced: boolean;
  /** Penalty on squared weights that is new, or `none` where there were penalties. */
  readonly penalty: number | 'none' | undefined;
  readonly batchSize: number | undefined;
  readonly epochs: number | undefined;
}

/** The layer that `whitenedInputs` writes: a subtraction, and a product. */
export interface Whitening {
  readonly input: string;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** What one design has otherwise than another one that was made of it. */
export function changesBetween(before: Design, after: Design): Changes {
  const isRecipeEqual = (field: keyof Design['recipe']) =>
    JSON.stringify(before.recipe[field]) === JSON.stringify(after.recipe[field]);
  const left = new Map(weightedLayers(after.network).map((layer) => [layer.kernel, layer]));
  const changed = <Field extends 'batchSize' | 'epochs'>(field: Field) =>
    isRecipeEqual(field) ? undefined : after.recipe[field];
  const known = new Set(whiteningsOf(before).map(({ input }) => input));
  return {
    before,
    after,
    layers: weightedLayers(before.network).flatMap((layer) => {
      const other = left.get(layer.kernel);
      if (other === undefined) return [];
      const change = {
        before: layer,
        after: other,
        isRedrawn: isRedrawn(layer, other, before, after),
        bias: biasChange(layer, other, before, after),
      };
      return isChanged(change) ? [change] : [];
    }),
    removed: removedLayers(before, after),
    unfrozen: unfrozenLayers(before, after),
    statistics: changedStatistics(before, after),
    batchFirst: turnedRecurrences(before, after),
    prepared: newPreparation(before, after),
    relayouts: relayoutsBetween(before.network, after.network),
    whitened: whiteningsOf(after).filter(({ input }) => !known.has(input)),
    targets: after.targets.kind === 'as given' || before.targets.kind !== 'as given' ? undefined : after.targets,
    isCompiledAnew: !(['loss', 'optimizer', 'schedule', 'gradientClipping'] as const).every(isRecipeEqual),
    isShuffled: after.recipe.shuffle && !before.recipe.shuffle,
    isBalanced: after.recipe.classWeights?.weights === 'balanced' && before.recipe.classWeights === undefined,
    penalty: penaltyBetween(before, after),
    batchSize: changed('batchSize'),
    epochs: changed('epochs'),
  };
}

/** The operators behind a layer that are activations, in words: `Relu`, `Relu Softmax`, or nothing where it is linear. */
export const activationsOf = ({ activations }: WeightedLayer): string =>
  activations.map(({ opType }) => opType).join(' ');

function isChanged({ before, after, isRedrawn, bias }: LayerChange): boolean {
  const isAsWide = before.units === after.units && before.fanIn === after.fanIn;
  return !isAsWide || isRedrawn || bias !== undefined || activationsOf(before) !== activationsOf(after);
}

function biasChange(layer: WeightedLayer, other: WeightedLayer, before: Design, after: Design): LayerChange['bias'] {
  if (other.bias === undefined) return undefined;
  if (layer.bias === undefined) return 'added';
  const old = before.network.graph.initializers.get(layer.bias)!.data;
  const drawn = after.network.graph.initializers.get(other.bias)!.data;
  const isZeroed =
    old.length === drawn.length && drawn.every((value) => value === 0) && old.some((value) => value !== 0);
  return isZeroed ? 'zero' : undefined;
}

/** A layer that is as large as before and has other weights. */
function isRedrawn(layer: WeightedLayer, other: WeightedLayer, before: Design, after: Design): boolean {
  const old = before.network.graph.initializers.get(layer.kernel)!.data;
  const drawn = after.network.graph.initializers.get(other.kernel)!.data;
  return old !== drawn && old.length === drawn.length && old.some((weight, index) => weight !== drawn[index]);
}

/** Operators that a remedy takes out whole. */
const takenOut: ReadonlySet<string> = new Set(['BatchNormalization', 'Dropout', 'Ceil', 'Floor', 'Round', 'Sign']);

/** Normalisations, dropouts and roundings that are gone, and weighted layers with the activations behind them. */
function removedLayers({ network }: Design, after: Design): Node[] {
  const kernels = new Set(weightedLayers(after.network).map(({ kernel }) => kernel));
  const gone = new Set<Node>();
  for (const { kernel, node, activations } of weightedLayers(network)) {
    if (kernels.has(kernel)) continue;
    gone.add(node);
    for (const activation of activations) if (activation.layer !== node.layer) gone.add(activation);
  }
  const left = new Set(after.network.graph.nodes.map(({ opType, name }) => `${opType} ${name}`));
  return network.graph.nodes.filter(
    (node) => gone.has(node) || (takenOut.has(node.opType) && !left.has(`${node.opType} ${node.name}`)),
  );
}

function unfrozenLayers(before: Design, after: Design): string[] {
  const frozen = (design: Design) =>
    new Set(design.network.layers.filter(({ frozen: names = [] }) => names.length > 0).map(({ name }) => name));
  const still = frozen(after);
  return [...frozen(before)].filter((name) => !still.has(name));
}

function changedStatistics(before: Design, after: Design): Changes['statistics'] {
  const old = new Map(batchNormMomenta(before.network).map(({ node, momentum }) => [node.name, momentum]));
  return batchNormMomenta(after.network).flatMap(({ node, momentum }) =>
    old.has(node.name) && old.get(node.name) !== momentum ? [{ name: node.layer ?? node.name, momentum }] : [],
  );
}

function penaltyBetween(before: Design, after: Design): Changes['penalty'] {
  const isPenalised = ({ network, recipe }: Design) =>
    network.regularization !== undefined || recipe.regularization !== undefined;
  if (isPenalised(before)) return isPenalised(after) ? undefined : 'none';
  return after.recipe.regularization?.l2;
}

function turnedRecurrences(before: Design, after: Design): string[] {
  const still = new Set(recurrencesOverSamples(after.network).map(({ name }) => name));
  return recurrencesOverSamples(before.network).flatMap(({ name, layer }) => (still.has(name) ? [] : [layer ?? name]));
}

function whiteningsOf({ network: { graph } }: Design): Whitening[] {
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  return graph.nodes.flatMap((node) => {
    const [input, shift] = node.inputs;
    if (node.opType !== 'Sub' || node.layer !== 'whiten' || !inputs.has(input!)) return [];
    const scale = graph.nodes.find(({ opType, inputs: [first] }) => opType === 'Mul' && first === node.outputs[0]);
    const numbers = (name: string | undefined) =>
      Array.from((graph.initializers.get(name ?? '')?.data ?? []) as Float32Array);
    const deviation = numbers(scale?.inputs[1]).map((factor) => 1 / factor);
    return [{ input: input!, mean: numbers(shift), deviation }];
  });
}
