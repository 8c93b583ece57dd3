import { chooseSquash, dynamicRange, type Range } from '../preparation/choose-squash.ts';
import { type CheckSubject, type DataCheck, short } from './check.ts';
import type { PartProfile } from './part-profile.ts';

type Field = PartProfile['dataset']['inputs'][number];

/** Features of a wider range than one linear scale serves (mission G7), with the function and C that would serve. */
export const dynamicRanges: DataCheck = {
  summary: 'ranges too wide to be whitened as they are',
  find: (subject) =>
    featureRanges(subject.train).flatMap(({ field, group, range }) => {
      const squash = chooseSquash(range);
      if (squash === undefined || isSquashed(subject, field, group)) return [];
      const { function: name, scale } = squash;
      return [
        {
          severity: 'warning' as const,
          part: subject.train.name,
          message: `${subject.train.place(field, group)} ranges from ${short(range.minimum)} to ${short(range.maximum)}, its largest magnitude ${short(dynamicRange(range))} times the median one`,
          advice: `Squash it before whitening: ${name} with C = ${short(scale)} (what preparation: auto does by itself)`,
        },
      ];
    }),
};

function isSquashed({ preparation, train }: CheckSubject, field: Field, group: number): boolean {
  const index = train.dataset.inputs.indexOf(field);
  return preparation?.inputs[index]?.squash?.[group] != null;
}

/** What decides on squashing, of every feature and channel that has values. */
export function featureRanges(part: PartProfile): { field: Field; group: number; range: Range }[] {
  return part.dataset.inputs.flatMap((field) => {
    const { mean, standardDeviation, minimum, maximum, count } = part.statistics(field);
    const { magnitudes } = part.sketches(field);
    return Array.from(mean, (_, group) => group)
      .filter((group) => count[group]! > 0 && part.categoriesOf(field, group) === undefined)
      .map((group) => ({
        field,
        group,
        range: {
          minimum: minimum[group]!,
          maximum: maximum[group]!,
          mean: mean[group]!,
          deviation: standardDeviation[group]!,
          typical: magnitudes.get(group)!.quantiles([0.5])[0] || 0,
        },
      }));
  });
}
