import { type DataCheck, percent } from './check.ts';

/** Texts that the training part, or the model, has no category for: the network takes them for none of its own. */
export const unknownCategories: DataCheck = {
  summary: 'categories that training lacks',
  find: ({ train, others }) =>
    [train, ...others].flatMap((part) =>
      part.unknownCategories().map(({ column, count, example }) => ({
        severity: 'warning' as const,
        part: part.name,
        message: `column '${column}' has a category in ${count} of ${part.dataset.length} samples (${percent(count / part.dataset.length)}) that training lacks, such as '${example}'`,
        advice: 'Look for another spelling, or train on samples that have it',
      })),
    ),
};
