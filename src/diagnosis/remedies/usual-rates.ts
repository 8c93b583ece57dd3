import { type Design, withRecipe } from '../design.ts';
import type { Remedy } from './remedy.ts';

/**
 * Between which learning rates an optimizer usually learns: the default of its paper or of Keras and PyTorch, and a few
 * times more and less.
 */
const usual: Readonly<Record<string, readonly [low: number, middle: number, high: number]>> = {
  sgd: [1e-2, 5e-2, 0.3],
  rmsprop: [3e-4, 1e-3, 3e-3],
  adagrad: [1e-2, 5e-2, 0.3],
  adadelta: [0.3, 1, 3],
  lion: [3e-5, 1e-4, 1e-3],
};
/** Adam and its kin. */
const usualOfAdam = [3e-4, 1e-3, 3e-3] as const;

/** A rate this many times beyond the usual is set anew at once, where others are tried step by step. */
const far = 10;

/** The usual rate of the optimizer, in place of one that lies far from it (D2, D3). */
export const usualRate: Remedy = {
  family: 'learning-rate',
  summary: "the optimizer's usual learning rate",
  apply(design) {
    const { optimizer } = design.recipe;
    const [low, middle, high] = usual[optimizer.name] ?? usualOfAdam;
    const isFar = optimizer.learningRate <= low / far || optimizer.learningRate >= high * far;
    return isFar ? withRecipe(design, { optimizer: { ...optimizer, learningRate: middle } }) : undefined;
  },
};

/** Likelihood of a rate by how many times it lies beyond the usual. */
const likelihoods: readonly (readonly [times: number, likelihood: number])[] = [
  [100, 0.75],
  [10, 0.6],
  [2.5, 0.4],
  [1.01, 0.25],
];
const within = 0.12;

/** How likely the rate is too low or too high, by what is usual for its optimizer. */
export function rateLikelihood({ recipe }: Design, side: 'low' | 'high'): number {
  const { name, learningRate } = recipe.optimizer;
  const [low, , high] = usual[name] ?? usualOfAdam;
  const times = side === 'low' ? low / learningRate : learningRate / high;
  return likelihoods.find(([least]) => times >= least)?.[1] ?? within;
}
