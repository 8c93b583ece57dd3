import { argReduction } from '../arg-reduction.ts';

/** Position of the smallest element along an axis; of several, the first, or the last with `select_last_index`. */
export const argMin = argReduction('ArgMin', (a, b) => a < b);
