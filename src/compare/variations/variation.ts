import type { LayerInput } from '../../nn/index.ts';
import type { RecipeInput } from '../../train/browser.ts';

interface CommonVariation {
  /** As people write it behind `--vary`. */
  readonly name: string;
  /** The row of the source article that it looks into, where there is one. */
  readonly serves?: string;
  /** What differs between the variants, a phrase. */
  readonly summary: string;
  /** The variants where the user names none. */
  readonly values: readonly string[];
}

/** A variation of the layers of a network: those of a recipe, or the default network's. */
export interface LayerVariation extends CommonVariation {
  readonly changes: 'layers';
  /** The layers of one variant. Throws UsageError where the value is none, or where the layers leave nothing to vary. */
  edit(layers: readonly LayerInput[], value: string): LayerInput[];
}

/** A variation of how a network is trained, which suits any network. */
export interface RecipeVariation extends CommonVariation {
  readonly changes: 'recipe';
  /** The recipe of one variant. Throws UsageError where the value is none. */
  edit(recipe: RecipeInput, value: string): unknown;
}

/** Something in which otherwise equal trainings differ. */
export type Variation = LayerVariation | RecipeVariation;
