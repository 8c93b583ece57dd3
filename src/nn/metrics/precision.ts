import { averagedOverClasses } from './class-counts.ts';

/** Share of what was given as a class that is of that class, averaged over the classes; 0 for a class never given. */
export const precision = averagedOverClasses('precision', ({ hits, falseAlarms }) =>
  hits === 0 ? 0 : hits / (hits + falseAlarms),
);
