import { averagedOverClasses } from './class-counts.ts';

/** Share of a class that was found, averaged over the classes; 0 for a class that was given but never occurs. */
export const recall = averagedOverClasses('recall', ({ hits, misses }) => (hits === 0 ? 0 : hits / (hits + misses)));
