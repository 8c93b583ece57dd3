import { classIndices } from '../task.ts';
import { type DataCheck, percent } from './check.ts';

/** Times as many samples in the largest class as in the smallest: accuracy hides the small class beyond. */
const mostTimes = 10;
/** Samples that a class needs at the least to be learnt and measured at all. */
const fewestSamples = 5;

/** Classes with far fewer samples than others. */
export const classImbalance: DataCheck = {
  summary: 'classes with few samples',
  find: ({ train }) => {
    const task = train.task();
    if (task?.kind !== 'classes') return [];
    const counts = new Array<number>(task.classCount).fill(0);
    for (const index of classIndices(train.dataset)!) counts[index]!++;
    const present = counts.map((count, index) => ({ count, index })).filter(({ count }) => count > 0);
    const nameOf = (index: number) => `'${task.classNames?.[index] ?? index}'`;
    const most = present.reduce((best, entry) => (entry.count > best.count ? entry : best));
    const least = present.reduce((best, entry) => (entry.count < best.count ? entry : best));
    if (most.count <= mostTimes * least.count && least.count >= fewestSamples) return [];
    return [
      {
        severity: 'warning',
        part: train.name,
        message: `class ${nameOf(least.index)} has ${least.count} samples, class ${nameOf(most.index)} ${most.count}: whoever always says ${nameOf(most.index)} is right in ${percent(most.count / train.dataset.length)}`,
        advice: 'Gather more of the rare class, or judge by F1 and AUC instead of accuracy',
      },
    ];
  },
};
