import { RuntimeError, UsageError } from '../core/index.ts';
import type { Executor } from './executor.ts';
import { selfTest } from './self-test.ts';

/** An engine that may work here. */
export interface Candidate {
  /** What it is called in messages. */
  readonly name: string;
  open(): Promise<Executor>;
}

/** By engine and device, the self-test that was begun in this process or page; a rejected one stays rejected. */
const selfTests = new Map<string, Promise<void>>();

/**
 * The executor, once it has passed the self-test that is made at its first opening.
 *
 * @throws RuntimeError naming what does not hold
 */
export async function tested(key: string, executor: Executor): Promise<Executor> {
  if (!selfTests.has(key)) selfTests.set(key, selfTest(executor));
  await selfTests.get(key);
  return executor;
}

/** @throws UsageError where `threads` is not a positive integer */
export function checkThreads(threads: number): void {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new UsageError(`threads: expected a whole number of 1 or more, received ${threads}`);
  }
}

/**
 * The first of the engines that opens; its `fallbackReason` says why those before it did not.
 *
 * @param advice what to do where none opens
 * @throws RuntimeError with every reason where none opens
 */
export async function openFirst(candidates: readonly Candidate[], advice: string): Promise<Executor> {
  const reasons: string[] = [];
  const causes: unknown[] = [];
  for (const { name, open } of candidates) {
    try {
      const executor = await open();
      const all = [...reasons, ...(executor.fallbackReason === undefined ? [] : [executor.fallbackReason])];
      return all.length === 0 ? executor : { ...executor, fallbackReason: all.join('; ') };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      reasons.push(`${name} does not work here: ${message.split('\n', 1)[0]}`);
      causes.push(error);
    }
  }
  throw new RuntimeError(reasons.join('; '), {
    cause: causes.length === 1 ? causes[0] : new AggregateError(causes),
    advice,
  });
}
