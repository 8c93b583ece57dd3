import { argReduction } from '../arg-reduction.ts';

/** Position of the largest element along an axis; of several, the first, or the last with `select_last_index`. */
export const argMax = argReduction('ArgMax', (a, b) => a > b);
