/** Trials over several processes of this machine, and what is kept of them from one diagnosis to the next. */
export { TrialPool, type TrialPoolOptions } from './trial-pool.ts';
export { TrialStore } from './trial-store.ts';
