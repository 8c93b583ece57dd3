import { reduction } from '../reduction.ts';
import { shareAmongReduced } from '../share-among-equal.ts';

/** Smallest element over axes; NaN where one is NaN. Elements that tie share the gradient equally, as in PyTorch's amin. */
export const reduceMin = reduction({
  opType: 'ReduceMin',
  reduce: (elements) => Math.min(...elements),
  gradient: shareAmongReduced,
});
