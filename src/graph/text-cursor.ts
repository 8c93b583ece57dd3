import { GraphError, isNetwrightError } from '../core/index.ts';
import { textSyntax } from './text-syntax.ts';

/** A place in a text that is being parsed. Blanks and comments before each word are skipped. */
export class TextCursor {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#skipBlank();
  }

  /** Offset of the next word. */
  get position(): number {
    return this.#position;
  }

  /** An error at the next word or at an earlier place, named by line and column, both from 1. */
  error(message: string, position: number = this.#position, cause?: unknown): GraphError {
    const before = this.#text.slice(0, position).split('\n');
    const place = `line ${before.length}, column ${before.at(-1)!.length + 1}`;
    return new GraphError(`${place}: ${message}`, cause === undefined ? {} : { cause });
  }

  /** Runs what builds a part of the graph; its complaint is given the place of that part in the text. */
  locate<T>(position: number, build: () => T): T {
    try {
      return build();
    } catch (error) {
      throw isNetwrightError(error) ? this.error(error.message, position, error) : error;
    }
  }

  /** Whether the next word matches a sticky pattern. */
  lookingAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.#position;
    return pattern.test(this.#text);
  }

  /** Takes the next word where it matches a sticky pattern. */
  match(pattern: RegExp): string | undefined {
    if (!this.lookingAt(pattern)) return undefined;
    const word = this.#text.slice(this.#position, pattern.lastIndex);
    this.#position = pattern.lastIndex;
    this.#skipBlank();
    return word;
  }

  /** Takes the next word, which must match; `what` says in the error what it should have been. */
  word(pattern: RegExp, what: string): string {
    const word = this.match(pattern);
    if (word === undefined) throw this.#unexpected(what);
    return word;
  }

  /** Takes a punctuation mark where it comes next. */
  take(mark: string): boolean {
    if (!this.#text.startsWith(mark, this.#position)) return false;
    this.#position += mark.length;
    this.#skipBlank();
    return true;
  }

  /** Takes a punctuation mark that must come next. */
  expect(mark: string): void {
    if (!this.take(mark)) throw this.#unexpected(`'${mark}'`);
  }

  /** Checks that nothing is left. */
  expectEnd(): void {
    if (this.#position < this.#text.length) throw this.#unexpected('the end of the text');
  }

  #unexpected(what: string): GraphError {
    const found = /^\S{1,20}/.exec(this.#text.slice(this.#position, this.#position + 20))?.[0];
    return this.error(`expected ${what}, found ${found === undefined ? 'the end of the text' : `'${found}'`}`);
  }

  #skipBlank(): void {
    textSyntax.blank.lastIndex = this.#position;
    textSyntax.blank.test(this.#text);
    this.#position = textSyntax.blank.lastIndex;
  }
}
