import type { Design, TargetForm } from '../../design.ts';
import { type WeightedLayer, weightedLayers } from '../../network/layer-chain.ts';

/** A layer before and after. */
export interface LayerChange {
  readonly before: WeightedLayer;
  readonly after: WeightedLayer;
  /** Whether its weights are drawn anew, and of another size. */
  readonly isRedrawn: boolean;
}

/** What tells two designs apart, in terms of which a patch can be written. */
export interface Changes {
  readonly before: Design;
  readonly after: Design;
  /** Layers of which units, inputs, activations or first weights change. */
  readonly layers: readonly LayerChange[];
  /** Layers that are gone, by the names that their author gave them, and their operators. */
  readonly removed: readonly { readonly name: string; readonly opType: string }[];
  /** Numbers that each input is whitened with, where that is new. */
  readonly whitened: readonly Whitening[];
  /** The new form of the targets. */
  readonly targets: Exclude<TargetForm, { kind: 'as given' }> | undefined;
  /** Whether loss, optimizer, learning rate or schedule change. */
  readonly isCompiledAnew: boolean;
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
      const change = { before: layer, after: other, isRedrawn: isRedrawn(layer, other, before, after) };
      return isChanged(change) ? [change] : [];
    }),
    removed: removedLayers(before, after),
    whitened: whiteningsOf(after).filter(({ input }) => !known.has(input)),
    targets: after.targets.kind === 'as given' || before.targets.kind !== 'as given' ? undefined : after.targets,
    isCompiledAnew: !(isRecipeEqual('loss') && isRecipeEqual('optimizer') && isRecipeEqual('schedule')),
    batchSize: changed('batchSize'),
    epochs: changed('epochs'),
  };
}

/** The operators behind a layer that are activations, in words: `Relu`, `Relu Softmax`, or nothing where it is linear. */
export const activationsOf = ({ activations }: WeightedLayer): string =>
  activations.map(({ opType }) => opType).join(' ');

function isChanged({ before, after, isRedrawn }: LayerChange): boolean {
  const isAsWide = before.units === after.units && before.fanIn === after.fanIn;
  return !isAsWide || isRedrawn || activationsOf(before) !== activationsOf(after);
}

/** A layer that is as large as before and has other weights. */
function isRedrawn(layer: WeightedLayer, other: WeightedLayer, before: Design, after: Design): boolean {
  const old = before.network.graph.initializers.get(layer.kernel)!.data;
  const drawn = after.network.graph.initializers.get(other.kernel)!.data;
  return old !== drawn && old.length === drawn.length && old.some((weight, index) => weight !== drawn[index]);
}

/** Normalisations and dropouts: operators that a remedy takes out whole. */
function removedLayers(before: Design, after: Design): Changes['removed'] {
  const takenOut = new Set(['BatchNormalization', 'Dropout']);
  const left = new Set(after.network.graph.nodes.map(({ opType, name }) => `${opType} ${name}`));
  return before.network.graph.nodes
    .filter(({ opType, name }) => takenOut.has(opType) && !left.has(`${opType} ${name}`))
    .map(({ opType, name, layer }) => ({ name: layer ?? name, opType }));
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
