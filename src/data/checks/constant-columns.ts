import { type DataCheck, listed } from './check.ts';

/** Features that are the same in all training samples: they tell nothing, and break if they ever change. */
export const constantColumns: DataCheck = {
  summary: 'columns that never change',
  find: ({ train }) => {
    const { target, length, inputs } = train.dataset;
    if (length < 2) return [];
    const places = inputs.flatMap((field) => {
      const { kind, minimum, maximum } = train.statistics(field);
      if (kind === 'all') return [];
      return Array.from(minimum).flatMap((least, group) =>
        least === maximum[group] ? [`${train.place(field, group)} (always ${least})`] : [],
      );
    });
    const findings: ReturnType<DataCheck['find']> = [];
    if (places.length > 0) {
      findings.push({
        severity: 'warning',
        part: train.name,
        message: `${listed(places)} never ${places.length === 1 ? 'changes' : 'change'}`,
        advice: 'Remove what never changes',
      });
    }
    if (target !== undefined && train.task()?.kind === 'numbers') {
      const { minimum, maximum } = train.statistics(target);
      if (minimum.every((least, group) => least === maximum[group])) {
        findings.push({
          severity: 'fault',
          part: train.name,
          message: `the target '${target.name}' is ${minimum[0]} in every sample`,
          advice: 'Name another target: there is nothing to learn',
        });
      }
    }
    return findings;
  },
};
