import { type DataCheck, partsOf } from './check.ts';

/** Numbers that are none: one NaN in a batch makes every parameter NaN. */
export const nonFinite: DataCheck = {
  summary: 'NaN and infinite values',
  find: (subject) =>
    partsOf(subject).flatMap((part) => {
      const { inputs, target, length } = part.dataset;
      return [...inputs, ...(target === undefined ? [] : [target])].flatMap((field) =>
        Array.from(part.statistics(field).nonFiniteCount).flatMap((count, group) =>
          count === 0
            ? []
            : [
                {
                  severity: 'fault' as const,
                  part: part.name,
                  message: `${part.place(field, group)} has ${count} missing or infinite ${count === 1 ? 'value' : 'values'} in ${length} samples`,
                  advice: "Remove those samples, or fill them in (preparation: { missing: 'mean' })",
                },
              ],
        ),
      );
    }),
};
