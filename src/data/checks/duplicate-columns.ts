import { forEachChunk } from '../chunks.ts';
import { type DataCheck, listed } from './check.ts';

/** Columns with the same values in every training sample: the same information twice, or the target once more. */
export const duplicateColumns: DataCheck = {
  summary: 'columns that are equal',
  find: ({ train }) => {
    const { dataset } = train;
    const findings: ReturnType<DataCheck['find']> = [];
    const targetKey = keyOfTarget(train.dataset);
    for (const field of dataset.inputs) {
      const { kind, minimum, maximum } = train.statistics(field);
      if (kind !== 'feature') continue;
      const firstOf = new Map<string, number>();
      const pairs: string[] = [];
      for (const [column, key] of columnKeys(dataset, field).entries()) {
        if (minimum[column] === maximum[column]) continue;
        if (key === targetKey) {
          findings.push({
            severity: 'fault',
            part: train.name,
            message: `${train.place(field, column)} equals the target '${dataset.target!.name}' in every sample`,
            advice: 'Remove it: a network would copy the answer instead of learning',
          });
        }
        const first = firstOf.get(key);
        if (first === undefined) firstOf.set(key, column);
        else pairs.push(`${train.place(field, column)} (as ${train.place(field, first)})`);
      }
      if (pairs.length > 0) {
        findings.push({
          severity: 'warning',
          part: train.name,
          message: `the same values as in another column: ${listed(pairs)}`,
          advice: 'Keep one of each',
        });
      }
    }
    return findings;
  },
};

/** For each column a text that columns of the same values share. */
function columnKeys(dataset: Parameters<typeof forEachChunk>[0], field: Parameters<typeof forEachChunk>[1]): string[] {
  const columns = field.shape[0] ?? 1;
  const first = new Float64Array(columns);
  const second = new Float64Array(columns);
  forEachChunk(dataset, field, (values, start) => {
    for (let at = 0; at < values.length; at++) {
      const column = at % columns;
      const row = start + (at - column) / columns;
      // Two sums with weights that depend on the row: another order or another value gives another pair.
      first[column]! += values[at]! * weight(row, 0x9e3779b1);
      second[column]! += values[at]! * weight(row, 0x85ebca77);
    }
    return undefined;
  });
  return Array.from(first, (sum, column) => `${sum} ${second[column]}`);
}

/** A number from 0.5 to 1.5 that looks random. */
function weight(row: number, factor: number): number {
  const mixed = Math.imul(row + 1, factor);
  return 0.5 + ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

function keyOfTarget(dataset: Parameters<typeof forEachChunk>[0]): string | undefined {
  const { target } = dataset;
  if (target === undefined || target.shape.length > 1 || (target.shape[0] ?? 1) > 1) return undefined;
  return columnKeys(dataset, target)[0];
}
