import { GraphError } from '../../core/index.ts';

/** A JSON object of a Keras file. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object, neither list nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Largest size that an option may have: what is larger is damage, and would be allocated. */
const largestSize = 2 ** 31 - 1;

/** The options of one layer as the file has them; every reader checks the type and names the layer. */
export class Options {
  /** Where they come from, for messages: `layer 'dense' (Dense)`. */
  readonly place: string;
  readonly values: JsonObject;

  constructor(place: string, values: JsonObject) {
    this.place = place;
    this.values = values;
  }

  /** An error that names the layer. */
  error(message: string, advice?: string): GraphError {
    return new GraphError(`${this.place}: ${message}`, advice === undefined ? {} : { advice });
  }

  has(name: string): boolean {
    return this.values[name] !== undefined && this.values[name] !== null;
  }

  number(name: string, fallback?: number): number {
    const value = this.#value(name, fallback);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.#wrong(name, 'a number');
  }

  /** A whole number of at least `least`. */
  integer(name: string, fallback?: number, least = 1): number {
    const value = this.#value(name, fallback);
    if (isSize(value, least)) return value;
    throw this.#wrong(name, `a whole number from ${least} on`);
  }

  boolean(name: string, fallback?: boolean): boolean {
    const value = this.#value(name, fallback);
    if (typeof value === 'boolean') return value;
    throw this.#wrong(name, 'true or false');
  }

  string(name: string, fallback?: string): string {
    const value = this.#value(name, fallback);
    if (typeof value === 'string') return value;
    throw this.#wrong(name, 'a text');
  }

  oneOf<const Choice extends string>(name: string, choices: readonly Choice[], fallback?: Choice): Choice {
    const value = this.#value(name, fallback);
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw this.#wrong(name, choices.map((choice) => `'${choice}'`).join(' or '));
  }

  /** A list of whole numbers. */
  integers(name: string, least: number, fallback?: readonly number[]): number[] {
    const value = this.#value(name, fallback);
    if (Array.isArray(value) && value.every((element) => isSize(element, least))) return [...value];
    throw this.#wrong(name, `a list of whole numbers from ${least} on`);
  }

  /** One whole number for each of `count` axes, written as a list or as one number for all of them. */
  perAxis(name: string, count: number, fallback?: number, least = 1): number[] {
    const value = this.#value(name, fallback);
    const list: unknown[] = Array.isArray(value) ? value : new Array<unknown>(count).fill(value);
    if (list.length === count && list.every((element) => isSize(element, least))) return list as number[];
    throw this.#wrong(name, `${count === 1 ? 'a whole number' : `${count} whole numbers`} from ${least} on`);
  }

  /** Lengths before and after each of `count` axes: one number, one for each axis, or a pair for each. */
  pairs(name: string, count: number): [number, number][] {
    const value = this.#value(name);
    // With one axis a list of two numbers is the pair itself.
    const isOnePair = count === 1 && Array.isArray(value) && value.length === 2;
    const list: unknown[] = isOnePair ? [value] : Array.isArray(value) ? value : new Array<unknown>(count).fill(value);
    const pairs = list.map((element) => (Array.isArray(element) ? element : [element, element]));
    if (pairs.length === count && pairs.every((pair) => pair.length === 2 && pair.every((side) => isSize(side, 0)))) {
      return pairs as [number, number][];
    }
    throw this.#wrong(name, `a whole number or a pair of such for each of ${count} axes`);
  }

  object(name: string): JsonObject {
    const value = this.#value(name);
    if (isObject(value)) return value;
    throw this.#wrong(name, 'an object');
  }

  #value(name: string, fallback?: unknown): unknown {
    const value = this.values[name] ?? fallback;
    if (value === undefined) throw this.error(`the option '${name}' is missing`);
    return value;
  }

  #wrong(name: string, expected: string): GraphError {
    const text = JSON.stringify(this.values[name]) ?? 'nothing';
    const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
    return this.error(`the option '${name}' is ${shown}, expected ${expected}`);
  }
}

function isSize(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= largestSize;
}
