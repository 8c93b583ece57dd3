import { type DataCheck, percent } from './check.ts';
import { repeatedSamples } from './repeated-samples.ts';

/** Up to this share a sample may come twice by chance, as with few possible values. */
const mostByChance = 0.001;

/** The same inputs in training and in a part that results are measured on, which makes those results too good. */
export const leakage: DataCheck = {
  summary: 'samples of the training part in another part',
  find: ({ train, others }) =>
    others.flatMap((part) => {
      const { count, total, example } = repeatedSamples(train, part);
      if (example === undefined || count <= mostByChance * total) return [];
      const [row, source] = example;
      return [
        {
          severity: 'fault' as const,
          part: part.name,
          message: `${count} of ${total} samples (${percent(count / total)}) have the same inputs as a training sample, such as sample ${row}, which is sample ${source} of the training part`,
          advice: 'Remove them from one of the parts: scores on them show memory, not learning',
        },
      ];
    }),
};
