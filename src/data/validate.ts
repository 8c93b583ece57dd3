import { type ConcreteShape, DataError, stridesOf } from '../core/index.ts';
import { forEachChunk } from './chunks.ts';
import type { Dataset, Field } from './dataset.ts';

/**
 * Checks that every input and the target are finite. Throws {@link DataError} at the first field with a NaN or an infinity,
 * naming the field, the first such sample and the column or position in it, and how many there are in all.
 *
 * @param options.allowMissing whether inputs may hold NaN, because the network's preparation fills them in
 */
export function validateFinite(dataset: Dataset, { allowMissing = false }: { allowMissing?: boolean } = {}): void {
  for (const field of dataset.inputs) validateField(dataset, field, allowMissing);
  if (dataset.target !== undefined) validateField(dataset, dataset.target, false);
}

function validateField(dataset: Dataset, field: Field, allowMissing: boolean): void {
  // A missing or unknown category is none of those that the network knows.
  const categories = field === dataset.inputs[0] ? dataset.categories : undefined;
  let count = 0;
  let samplesHit = 0;
  let where: { sample: number; element: number; value: number } | undefined;
  forEachChunk(dataset, field, (values, first, samples) => {
    const size = values.length / samples;
    const isCategory = (element: number) => categories?.[element] !== undefined;
    let lastHit = -1;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value - value === 0) continue;
      if (Number.isNaN(value) && (allowMissing || isCategory(i % size))) continue;
      const sample = Math.floor(i / size);
      where ??= { sample: first + sample, element: i % size, value };
      if (sample !== lastHit) samplesHit++;
      lastHit = sample;
      count++;
    }
    return undefined;
  });
  if (where === undefined) return;
  const place = [`sample ${where.sample}`, elementPlace(dataset, field, where.element)]
    .filter((part) => part !== '')
    .join(', ');
  throw new DataError(
    `${dataset.source}: field '${field.name}', ${place}: found ${where.value}, expected a finite number; ${count} such ${count === 1 ? 'value' : 'values'} in ${samplesHit} of ${dataset.length} samples`,
    { advice: "Remove those samples, or fill missing values in (preparation: { missing: 'mean' } in the recipe)" },
  );
}

/** `column 'Weight'`, `position [0, 3, 7]`, or nothing where a sample is one number. */
function elementPlace(dataset: Dataset, field: Field, element: number): string {
  const column = field === dataset.inputs[0] ? dataset.columnNames?.[element] : undefined;
  if (column !== undefined) return `column '${column}'`;
  return field.shape.length === 0 ? '' : `position [${unravel(field.shape, element).join(', ')}]`;
}

function unravel(shape: ConcreteShape, element: number): number[] {
  return stridesOf(shape).map((stride, axis) => Math.floor(element / stride) % shape[axis]!);
}
