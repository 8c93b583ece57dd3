import { forEachAnswer, forEachClassified, largest } from './decisions.ts';
import type { Metric } from './metric.ts';

/** How often a class was given and expected (`hits`), given alone, and expected alone. */
export interface ClassCount {
  hits: number;
  falseAlarms: number;
  misses: number;
}

/**
 * A score of each class, averaged over the classes alike. Of two classes the second one alone counts, and of yes-or-no
 * outputs the yes of each. A class that is neither given nor expected does not count, as in scikit-learn; where that leaves
 * none, the result is NaN. An output that is NaN is wrong.
 */
export function averagedOverClasses(label: string, score: (count: ClassCount) => number): Metric {
  return {
    label,
    better: 'higher',
    targets: ['classes', 'oneHot', 'binary'],
    byDefault: false,
    start() {
      const counts: ClassCount[] = [];
      const countOf = (index: number) => {
        counts[index] ??= { hits: 0, falseAlarms: 0, misses: 0 };
        return counts[index];
      };
      let firstScored = 0;
      return {
        add(batch) {
          if (batch.targetKind === 'binary') {
            forEachAnswer(batch, (given, expected, output) => {
              const count = countOf(output);
              if (given === expected) count.hits += expected ? 1 : 0;
              else if (expected) count.misses++;
              else count.falseAlarms++;
            });
            return;
          }
          firstScored = batch.classes === 2 ? 1 : 0;
          forEachClassified(batch, (row, expected) => {
            const given = largest(batch.outputs, row);
            if (given === expected) {
              countOf(given).hits++;
              return;
            }
            countOf(expected).misses++;
            if (given >= 0) countOf(given).falseAlarms++;
          });
        },
        result() {
          const scores = counts
            .filter((count, index) => index >= firstScored && count.hits + count.falseAlarms + count.misses > 0)
            .map(score);
          return scores.reduce((sum, each) => sum + each, 0) / scores.length;
        },
      };
    },
  };
}
