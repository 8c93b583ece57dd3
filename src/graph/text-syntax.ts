import { type DataType, isFloat, type TypedArray } from '../core/index.ts';

/**
 * The words of the textual form of graphs, shared by the printer and the parser:
 *
 * ```
 * graph        ::= name '(' values? ')' '=>' '(' outputs? ')' ( '<' initializers? '>' )? '{' node* '}'
 * values       ::= type name (',' type name)*
 * outputs      ::= type? name (',' type? name)*
 * initializers ::= type name '=' elements (',' type name '=' elements)*
 * type         ::= dtype '[' (dimension (',' dimension)*)? ']'
 * dimension    ::= length | name
 * elements     ::= '{' (number (',' number)*)? '}'        all of them, in C order
 *                | '{' number '...' '}'                   the same one throughout
 *                | '{' (number ',')* '...' '}'            left out by the printer; the parser refuses it
 * node         ::= ('[' name ']')? names '=' operator ('<' attributes '>')? '(' names? ')' ('@' name)?
 * attributes   ::= id (':' kind)? '=' value (',' id (':' kind)? '=' value)*
 * value        ::= number | string | '[' values ']' | type elements
 * kind         ::= 'int' | 'float' | 'string' | 'ints' | 'floats' | 'strings' | 'tensor'
 * ```
 *
 * It is ONNX's textual syntax (https://onnx.ai/onnx/repo-docs/Syntax.html) with four departures: data types have the
 * names used everywhere in netwright (`float32`); bare names may hold `/ . : -`; `@name` behind a node is the layer
 * that wrote it; and the shorter forms of elements above. As in ONNX, a label in brackets is the node's name (left out
 * where it is the name of the first output), an absent optional argument is `""`, an operator of another domain is
 * written `com.microsoft.FusedMatMul`, any name may be quoted, and `#` starts a comment.
 */
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
