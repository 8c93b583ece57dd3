import type { Design } from '../design.ts';

/**
 * Between which learning rates an optimizer usually learns: the default of its paper or of Keras and PyTorch, and a few
 * times more and less.
 */
const usual: Readonly<Record<string, readonly [low: number, high: number]>> = {
  sgd: [1e-2, 0.3],
  rmsprop: [3e-4, 3e-3],
  adagrad: [1e-2, 0.3],
  adadelta: [0.3, 3],
  lion: [3e-5, 1e-3],
};
/** Adam and its kin. */
const usualOfAdam = [3e-4, 3e-3] as const;

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
  const [low, high] = usual[name] ?? usualOfAdam;
  const times = side === 'low' ? low / learningRate : learningRate / high;
  return likelihoods.find(([least]) => times >= least)?.[1] ?? within;
}
