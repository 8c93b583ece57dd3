import { forEachClassified, type ScoreRow } from './decisions.ts';
import type { Metric, MetricBatch } from './metric.ts';

/** Scores of what is of a class, and of what is not. */
interface Scores {
  readonly yes: number[];
  readonly no: number[];
}

/**
 * Area under the receiver operating characteristic: the probability that something of a class has a higher score than
 * something that is not, ties counting half; 0.5 is chance. Exact: all scores are kept and sorted.
 *
 * Of two classes the second is scored against the first; several are scored each against all others by their probability,
 * and averaged alike; yes-or-no outputs are scored each and averaged. What never or always occurs does not count; where
 * nothing is left, or a score is NaN, the result is NaN.
 */
export const areaUnderCurve: Metric = {
  label: 'AUC',
  better: 'higher',
  targets: ['classes', 'oneHot', 'binary'],
  byDefault: false,
  start() {
    const columns: Scores[] = [];
    const add = (column: number, score: number, isYes: boolean) => {
      columns[column] ??= { yes: [], no: [] };
      (isYes ? columns[column].yes : columns[column].no).push(score);
    };
    return {
      add(batch) {
        const { outputs, targets, targetKind, width, classes } = batch;
        if (targetKind === 'binary') {
          outputs.forEach((score, i) => {
            add(i % width, score, Number(targets[i]) > 0.5);
          });
          return;
        }
        forEachClassified(batch, (row, expected) => {
          if (classes === 2) {
            add(0, outputs[row.start + row.stride]! - outputs[row.start]!, expected === 1);
            return;
          }
          const offset = logSumOfRow(batch, row);
          for (let index = 0; index < classes; index++) {
            add(index, outputs[row.start + index * row.stride]! - offset, expected === index);
          }
        });
      },
      result() {
        const areas = columns.filter(({ yes, no }) => yes.length > 0 && no.length > 0).map(areaOf);
        return areas.reduce((sum, area) => sum + area, 0) / areas.length;
      },
    };
  },
};

/** What is to be subtracted from logits to make them log-probabilities; 0 for probabilities. */
function logSumOfRow({ outputs, outputKind }: MetricBatch, { start, stride, length }: ScoreRow): number {
  if (outputKind === 'probabilities') return 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < length; index++) most = Math.max(most, outputs[start + index * stride]!);
  let sum = 0;
  for (let index = 0; index < length; index++) sum += Math.exp(outputs[start + index * stride]! - most);
  return most + Math.log(sum);
}

function areaOf(scores: Scores): number {
  const yes = Float64Array.from(scores.yes).sort();
  const no = Float64Array.from(scores.no).sort();
  // NaN is sorted to the end.
  if (Number.isNaN(yes.at(-1)) || Number.isNaN(no.at(-1))) return Number.NaN;
  let below = 0;
  let upTo = 0;
  let wins = 0;
  for (const score of yes) {
    while (below < no.length && no[below]! < score) below++;
    while (upTo < no.length && no[upTo]! <= score) upTo++;
    wins += (below + upTo) / 2;
  }
  return wins / (yes.length * no.length);
}
