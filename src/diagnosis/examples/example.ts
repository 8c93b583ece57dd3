import { type LayerInput, type Network, sequential } from '../../nn/index.ts';
import { type RecipeInput, resolveRecipe } from '../../train/index.ts';
import type { Design } from '../design.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { RemedyName } from '../remedies/index.ts';
import type { Subject } from '../subject.ts';
import type { ExampleData } from './data.ts';

/** A training in full, small enough to be made in well under a second. */
export interface Training {
  readonly data: () => ExampleData;
  /** Layers in a row, or a network that is no row of layers. */
  readonly network: readonly LayerInput[] | ((seed: number) => Network);
  readonly recipe: RecipeInput & { readonly loss: NonNullable<RecipeInput['loss']> };
}

/** A rule's example: a training that has the fault, and its healthy twin that differs in nothing else. */
export interface RuleExample {
  readonly healthy: Training;
  /** What is different in the sick one. */
  readonly sick: Omit<Partial<Training>, 'recipe'> & { readonly recipe?: Partial<Training['recipe']> };
  /** Layer that the rule names. */
  readonly layer?: string;
  /**
   * Sets of remedies, each of which cures the sick one. By default any remedy that the rule names may be the one; an empty
   * list is for faults that no remedy reaches, which the rule measures or notes.
   */
  readonly cures?: readonly (readonly RemedyName[])[];
  /** Share of what there is to gain over a constant answer that the cure adds at least, from 0 to 1. Default 0.3. */
  readonly gain?: number;
  /** Trainings of each kind. Default 2. */
  readonly seeds?: number;
}

/** The recipe that examples start from: trained in under 300 small steps. */
const usual: RecipeInput = { batchSize: 16, epochs: 20, learningRate: 0.01 };

/** The subject of a diagnosis that a training makes. */
export function subjectOf({ data, network, recipe }: Training): Subject {
  const { train, validation } = data();
  const draw = (seed: number): Network =>
    typeof network === 'function' ? network(seed) : sequential(network, { inputShape: train.inputs[0]!.shape, seed });
  const design: Design = {
    network: draw(0),
    recipe: resolveRecipe({ ...usual, ...recipe }) as Design['recipe'],
    targets: { kind: 'as given' },
  };
  return { design, train, validation, reinitialize: draw };
}

/** The training with the fault. */
export function sickTraining({ healthy, sick }: RuleExample): Training {
  return { ...healthy, ...sick, recipe: { ...healthy.recipe, ...sick.recipe } };
}

/** A fully connected layer; the last of a network is linear unless it says otherwise. */
export const dense = (units: number, options: Omit<Extract<LayerInput, { layer: 'dense' }>, 'layer' | 'units'> = {}) =>
  ({ layer: 'dense', units, ...options }) as const;

/** The network with an integer attribute of all its nodes of one type set, for faults that layers cannot express. */
export function withAttribute(network: Network, opType: string, attribute: string, value: number): Network {
  return rewriteNetwork(network, {
    replace: (node, inputs, builder) =>
      node.opType === opType
        ? builder.add({
            ...node,
            inputs: inputs.map((input) => input?.name ?? ''),
            attributes: { ...node.attributes, [attribute]: { type: 'int', value } },
          })
        : undefined,
  });
}

/** The network with a node put behind one of its layers, for faults that layers cannot express. */
export function withNodeAfter(network: Network, layer: string, opType: string): Network {
  const { output } = network.layers.find(({ name }) => name === layer)!;
  return rewriteNetwork(network, {
    replace(node, inputs, builder) {
      if (node.outputs[0] !== output) return undefined;
      const [value] = builder.add({ ...node, inputs: inputs.map((input) => input?.name ?? '') });
      return [builder.op(opType, [value])];
    },
  });
}
