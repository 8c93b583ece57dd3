import { type DataType, isFloat, type TypedArray } from '../core/index.ts';

/** The words of the textual form of graphs, as patterns that match at one place. `parseGraph` has the grammar. */
export const textSyntax = {
  /** A name that needs no quotes. */
  name: /[A-Za-z_/][\w/.:-]*/y,
  /** An attribute or a data type. */
  identifier: /[A-Za-z_]\w*/y,
  /** An operator with its domain. */
  operator: /[A-Za-z_]\w*(?:\.\w+)*/y,
  /** The name of an axis that needs no quotes. */
  dimension: /[A-Za-z_(][\w.*/()+-]*/y,
  length: /\d+/y,
  string: /"(?:[^"\\\n]|\\.)*"/y,
  number: /-?(?:inf\b|nan\b|0x[0-9a-f]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/y,
  blank: /(?:\s|#[^\n]*)*/y,
} as const;

/** Whether the whole text is one match of a word of the syntax. */
export function isWord(word: RegExp, text: string): boolean {
  word.lastIndex = 0;
  return word.test(text) && word.lastIndex === text.length;
}

/** A number with a fraction or an exponent, so that it reads as a float again. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** One element of a tensor; float16 is stored and written as a word of 16 bits. */
export function formatElement(dtype: DataType, element: number | bigint): string {
  if (typeof element === 'bigint') return element.toString();
  if (dtype === 'float16') return `0x${element.toString(16).padStart(4, '0')}`;
  if (!isFloat(dtype)) return element.toString();
  if (!Number.isFinite(element)) return formatFloat(element);
  if (Object.is(element, -0)) return '-0';
  return dtype === 'float32' ? shortestFloat32(element) : String(element);
}

/** The shortest decimal that reads as the same float32. */
function shortestFloat32(value: number): string {
  for (let digits = 6; digits <= 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(value);
}

/**
 * Writes the number that a word stands for into a typed array.
 *
 * @returns false where the data type cannot hold it
 */
export function storeElement(dtype: DataType, data: TypedArray, index: number, word: string): boolean {
  const isInteger = /^-?(?:\d+|0x[0-9a-f]+)$/.test(word);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    if (!isInteger) return false;
    const value = word.startsWith('-') ? -BigInt(word.slice(1)) : BigInt(word);
    data[index] = value;
    return data[index] === value;
  }
  const value = parseNumber(word);
  data[index] = value;
  if (dtype === 'float32' || dtype === 'float64') return !word.includes('x');
  return isInteger && data[index] === value && (dtype !== 'bool' || value <= 1);
}

/** The value of a number of the syntax. */
export function parseNumber(word: string): number {
  if (word.endsWith('nan')) return Number.NaN;
  if (word.endsWith('inf')) return word.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return word.startsWith('-') ? -Number(word.slice(1)) : Number(word);
}
