import { suggestion, UsageError } from '../../core/index.ts';

/** The entry of a table of variants. Throws {@link UsageError} with the nearest name where there is none. */
export function choose<Value>(variation: string, table: Readonly<Record<string, Value>>, value: string): Value {
  if (Object.hasOwn(table, value)) return table[value]!;
  const names = Object.keys(table);
  throw new UsageError(
    `--vary ${variation}: unknown variant '${value}'${suggestion(value, names)}; expected ${names.join(', ')}`,
  );
}

/** A whole number of 1 or more. Throws {@link UsageError} where the text is none. */
export function wholeNumber(variation: string, value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number > 0) return number;
  throw new UsageError(`--vary ${variation}: found '${value}', expected a whole number of 1 or more`);
}

/** A number above 0. Throws {@link UsageError} where the text is none. */
export function positiveNumber(variation: string, value: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number > 0 && number < Number.POSITIVE_INFINITY) return number;
  throw new UsageError(`--vary ${variation}: found '${value}', expected a number above 0`);
}
