import type { Field } from '../dataset.ts';
import { type CheckSubject, type DataCheck, partsOf, percent } from './check.ts';
import type { PartProfile } from './part-profile.ts';

/** Numbers that are none: one NaN in a batch makes every parameter NaN, unless the preparation fills it in. */
export const nonFinite: DataCheck = {
  summary: 'NaN and infinite values',
  find: (subject) =>
    partsOf(subject).flatMap((part) => {
      const { inputs, target } = part.dataset;
      return [...inputs, ...(target === undefined ? [] : [target])].flatMap((field) =>
        Array.from(part.statistics(field).nonFiniteCount, (count, group) => ({
          group,
          count: count - unknown(part, field, group),
        }))
          .filter(({ count }) => count > 0)
          .map(({ group, count }) => finding(subject, part, field, group, count)),
      );
    }),
};

/** NaN that stand for unknown categories are another check's business. */
function unknown(part: PartProfile, field: Field, group: number): number {
  if (part.categoriesOf(field, group) === undefined) return 0;
  const name = part.dataset.columnNames?.[group];
  return part.unknownCategories().find(({ column }) => column === name)?.count ?? 0;
}

function finding(
  { preparation, train }: CheckSubject,
  part: PartProfile,
  field: Field,
  group: number,
  count: number,
): ReturnType<DataCheck['find']>[number] {
  const { length } = part.dataset;
  const isCategory = part.categoriesOf(field, group) !== undefined;
  const input = train.dataset.inputs.findIndex(({ name }) => name === field.name);
  const fill = input < 0 ? undefined : preparation?.inputs[input]?.fill?.[group];
  const isFilled = fill != null || (preparation !== undefined && isCategory);
  const found = isCategory ? 'missing' : 'missing or infinite';
  const isColumn = part.dataset.columnNames !== undefined && field === part.dataset.inputs[0];
  return {
    severity: isFilled ? 'note' : 'fault',
    part: part.name,
    message: `${part.place(field, group)} has ${count} ${found} ${count === 1 ? 'value' : 'values'} in ${length} samples (${percent(count / length)})`,
    advice: isFilled
      ? `The model fills them in${isCategory ? ' as none of its categories' : `, by ${fill}`}`
      : isColumn
        ? `Remove those samples, leave the column out, or fill it in (--missing mean, or preparation: { missing: ${isCategory ? '0' : 'mean'} } in the recipe)`
        : "Remove those samples, or fill them in (preparation: { missing: 'mean' } in the recipe)",
  };
}
