import { averagedOverClasses } from './class-counts.ts';

/** Harmonic mean of a class's precision and recall, averaged over the classes. */
export const f1 = averagedOverClasses(
  'F1',
  ({ hits, falseAlarms, misses }) => (2 * hits) / (2 * hits + falseAlarms + misses),
);
