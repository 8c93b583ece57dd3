import { elementCount } from '../../core/index.ts';
import { forEachChunk } from '../chunks.ts';
import { type DataCheck, percent } from './check.ts';
import type { PartProfile } from './part-profile.ts';

/** A share of conflicting samples that bounds what any network can reach; fewer are worth a note. */
const manyConflicts = 0.01;

/** Samples of the same inputs with different targets: no network can be right about both. */
export const conflictingDuplicates: DataCheck = {
  summary: 'equal inputs with different targets',
  find: ({ train }) => {
    const targets = targetsOf(train);
    if (targets === undefined) return [];
    const firstOf = new Map<number, number>();
    const conflicts = new Set<number>();
    let example: [number, number] | undefined;
    train.rows().forEach((key, row) => {
      const first = firstOf.get(key);
      if (first === undefined) firstOf.set(key, row);
      else if (targets[first] !== targets[row]) {
        conflicts.add(first).add(row);
        example ??= [first, row];
      }
    });
    if (example === undefined) return [];
    const share = conflicts.size / train.dataset.length;
    const [first, second] = example;
    return [
      {
        severity: share > manyConflicts ? 'warning' : 'note',
        part: train.name,
        message: `${conflicts.size} samples (${percent(share)}) have the inputs of another sample but a different target, such as samples ${first} and ${second}`,
        advice: 'Look which of them is right; for measurements with noise this may be as it should',
      },
    ];
  },
};

/** A text for the target of each sample. */
function targetsOf({ dataset }: PartProfile): string[] | undefined {
  const { target } = dataset;
  if (target === undefined) return undefined;
  const size = elementCount(target.shape);
  const texts: string[] = [];
  forEachChunk(dataset, target, (values, _first, samples) => {
    for (let i = 0; i < samples; i++) texts.push(values.subarray(i * size, (i + 1) * size).join(' '));
    return undefined;
  });
  return texts;
}
