import type { Network } from '../nn/index.ts';
import type { Recipe } from '../train/index.ts';

/**
 * In which form the targets are given to the loss. A loss of class indices gets them as integers in any case.
 */
export type TargetForm =
  | { readonly kind: 'as given' }
  /** Class numbers in one column become rows of zeros and a one. */
  | { readonly kind: 'one-hot'; readonly count: number }
  /** Numbers less their mean, divided by their deviation; answers are scored in the targets' own units. */
  | { readonly kind: 'scaled'; readonly mean: readonly number[]; readonly deviation: readonly number[] };

/** Everything that a training is made of but the data: what remedies change. Plain data. */
export interface Design {
  readonly network: Network;
  /** With its loss. */
  readonly recipe: Recipe & { readonly loss: NonNullable<Recipe['loss']> };
  readonly targets: TargetForm;
}

/** The design with some fields of its recipe changed. */
export function withRecipe(design: Design, fields: Partial<Design['recipe']>): Design {
  return { ...design, recipe: { ...design.recipe, ...fields } };
}
