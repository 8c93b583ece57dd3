import { reduction } from '../reduction.ts';
import { shareAmongReduced } from '../share-among-equal.ts';

/** Largest element over axes; NaN where one is NaN. Elements that tie share the gradient equally, as in PyTorch's amax. */
export const reduceMax = reduction({
  opType: 'ReduceMax',
  reduce: (elements) => Math.max(...elements),
  gradient: shareAmongReduced,
});
