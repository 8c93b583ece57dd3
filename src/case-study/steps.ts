import type { RecipeInput } from '../train/index.ts';
import c1 from './recipes/c1.json' with { type: 'json' };
import c2 from './recipes/c2.json' with { type: 'json' };
import c3 from './recipes/c3.json' with { type: 'json' };
import c4 from './recipes/c4.json' with { type: 'json' };
import c5 from './recipes/c5.json' with { type: 'json' };
import c6 from './recipes/c6.json' with { type: 'json' };
import c7 from './recipes/c7.json' with { type: 'json' };
import c8 from './recipes/c8.json' with { type: 'json' };
import c9 from './recipes/c9.json' with { type: 'json' };
import c10Fast from './recipes/c10-fast-decay.json' with { type: 'json' };
import c10Slow from './recipes/c10-slow-decay.json' with { type: 'json' };

/** One training of the case study. */
export interface CaseRun {
  /** Name of its folder, which begins with the step's id. */
  readonly name: string;
  /** What was tried, in a few words. */
  readonly tried: string;
  readonly recipe: RecipeInput;
  /** The run whose network it goes on with, and which must be made first. */
  readonly after?: CaseRunName;
}

/**
 * The runs of the case study, in the order of the story; C10 takes two. Each recipe differs from that of the step before by
 * what the article changed. Recipes lie beside the folders of runs: `recipes/c1.json`, `c1-first-attempt/`, `data/`.
 */
export const caseRuns = {
  c1: { name: 'c1-first-attempt', tried: 'the first attempt', recipe: c1 as RecipeInput },
  c2: { name: 'c2-clipped-values', tried: 'values clipped at 1,000,000', recipe: c2 as RecipeInput },
  c3: { name: 'c3-lower-rate', tried: 'rate 3 → 0.003, drops at 300 and 3,000', recipe: c3 as RecipeInput },
  c4: { name: 'c4-later-drops', tried: 'drops at 2,000 and 5,000', recipe: c4 as RecipeInput },
  c5: { name: 'c5-tanh-no-decay', tried: 'no decay, inputs through tanh(x / 1e7)', recipe: c5 as RecipeInput },
  c6: { name: 'c6-no-batch-norm', tried: 'batch norm removed', recipe: c6 as RecipeInput },
  c7: {
    name: 'c7-variance-scaling-two-samples',
    tried: 'variance scaling, rate 0.001, two samples alone',
    recipe: c7 as RecipeInput,
  },
  c8: { name: 'c8-whole-training-set', tried: 'the whole training set', recipe: c8 as RecipeInput },
  c9: {
    name: 'c9-tenth-of-the-rate',
    tried: 'C8 goes on at a tenth of the rate',
    recipe: c9 as RecipeInput,
    after: 'c8',
  },
  c10Fast: { name: 'c10-times-0.9995', tried: 'C8 with the rate × 0.9995 a step', recipe: c10Fast as RecipeInput },
  c10Slow: { name: 'c10-times-0.999995', tried: 'C8 with the rate × 0.999995 a step', recipe: c10Slow as RecipeInput },
} as const satisfies Readonly<Record<string, Omit<CaseRun, 'after'> & { readonly after?: string }>>;

/** Key of a run in {@link caseRuns}. */
export type CaseRunName = keyof typeof caseRuns;

/** Every run, in the order of the story. */
export const caseRunNames = Object.keys(caseRuns) as CaseRunName[];

/** Steps in all of the network that the authors ended with: C9 goes on with what C8 trained. */
export const authorsSteps = caseRuns.c8.recipe.steps! + caseRuns.c9.recipe.steps!;
