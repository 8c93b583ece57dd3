import { type DataCheck, percent } from './check.ts';

/** Up to this share a sample may come twice by chance, as with few possible values. */
const mostByChance = 0.001;

/** The same inputs in training and in a part that results are measured on, which makes those results too good. */
export const leakage: DataCheck = {
  summary: 'samples of the training part in another part',
  find: ({ train, others }) => {
    const rowOf = new Map<number, number>();
    if (others.length > 0) train.rows().forEach((key, row) => void (rowOf.has(key) || rowOf.set(key, row)));
    return others.flatMap((part) => {
      const rows = part.rows();
      let count = 0;
      let example: [number, number] | undefined;
      rows.forEach((key, row) => {
        const source = rowOf.get(key);
        if (source === undefined) return;
        count++;
        example ??= [row, source];
      });
      if (example === undefined || count <= mostByChance * rows.length) return [];
      const [row, source] = example;
      return [
        {
          severity: 'fault' as const,
          part: part.name,
          message: `${count} of ${rows.length} samples (${percent(count / rows.length)}) have the same inputs as a training sample, such as sample ${row}, which is sample ${source} of the training part`,
          advice: 'Remove them from one of the parts: scores on them show memory, not learning',
        },
      ];
    });
  },
};
