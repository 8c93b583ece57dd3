import { Script } from 'node:vm';

/** Milliseconds for all patterns of a request: one that was made to take for ever ends with them. */
const patienceMs = 500;
const longestPattern = 1000;

/** Alone in its context, a search can be ended at any moment, which is all that this is for. */
const search = new Script('tags.filter((tag) => pattern.test(tag))');

/** The tags that a pattern matches, or why it cannot be asked. */
export type Matches = { readonly tags: readonly string[] } | { readonly problem: string };

/**
 * Matches tags from their beginning, as Python's `re.match` and so TensorBoard does. Patterns come from files, so that they
 * are not trusted to come to an end.
 */
export class TagMatcher {
  readonly #tags: readonly string[];
  #leftMs = patienceMs;

  constructor(tags: readonly string[]) {
    this.#tags = tags;
  }

  match(source: string): Matches {
    const quoted = `the pattern '${source.slice(0, 80)}'`;
    if (source.length > longestPattern) return { problem: `${quoted} is longer than ${longestPattern} characters` };
    let pattern: RegExp;
    try {
      // Python's way to name a group.
      pattern = new RegExp(`^(?:${source.replaceAll('(?P<', '(?<')})`);
    } catch {
      return { problem: `${quoted} is no regular expression that is understood here` };
    }
    const tooLong = { problem: `${quoted} takes too long` };
    if (this.#leftMs < 1) return tooLong;
    const begin = performance.now();
    try {
      const found = search.runInNewContext({ tags: this.#tags, pattern }, { timeout: Math.ceil(this.#leftMs) });
      return { tags: [...(found as string[])] };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      return tooLong;
    } finally {
      this.#leftMs -= performance.now() - begin;
    }
  }
}
