import { RuntimeError, UsageError } from '../core/index.ts';
import { runsBlockedChannels } from './blocked-channels.ts';
import type { Executor, ExecutorName } from './executor.ts';
import { onnxRuntimeNode } from './onnxruntime-node.ts';
import { onnxRuntimeWeb } from './onnxruntime-web.ts';
import { referenceExecutor } from './reference.ts';
import { selfTest } from './self-test.ts';

/** Where graphs run. `auto` takes the best device there is. */
export type Device = 'auto' | 'cpu' | 'webgpu' | 'cuda';

export interface OpenExecutorOptions {
  /** Default `'auto'`. */
  readonly device?: Device;
  /** One engine and no other; default the native library, or WebAssembly where it does not load. */
  readonly engine?: ExecutorName;
  /** Threads within one operation, 1 or more; default 1. Results are bit-exact for a fixed number only. */
  readonly threads?: number;
}

const engines: Readonly<Record<ExecutorName, (options: { readonly threads: number }) => Promise<Executor>>> = {
  'onnxruntime-node': onnxRuntimeNode,
  'onnxruntime-web': onnxRuntimeWeb,
  reference: async () => referenceExecutor(),
};

/** Whether the native engine's kernels on blocked channels are made for this processor. */
let blockedChannels: Promise<boolean> | undefined;

/** By engine, the self-test that was begun in this process; a rejected one stays rejected. */
const selfTests = new Map<ExecutorName, Promise<void>>();

/**
 * Opens an engine that passes its self-test. The first call costs some tens of milliseconds, later ones next to nothing.
 *
 * @throws RuntimeError where the device is not there or no engine works, saying why
 * @throws UsageError where `threads` is not a positive integer
 */
export async function openExecutor(options: OpenExecutorOptions = {}): Promise<Executor> {
  const { device = 'auto', engine, threads = 1 } = options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new UsageError(`threads: expected a whole number of 1 or more, received ${threads}`);
  }
  const candidates: readonly ExecutorName[] = engine === undefined ? ['onnxruntime-node', 'onnxruntime-web'] : [engine];
  const open = (name: ExecutorName) => async (): Promise<Executor> => {
    const executor = await engines[name]({ threads });
    if (!selfTests.has(name)) selfTests.set(name, selfTest(executor));
    await selfTests.get(name);
    if (name !== 'onnxruntime-node') return executor;
    blockedChannels ??= runsBlockedChannels(executor);
    return (await blockedChannels) ? { ...executor, target: 'onnxruntime-node-blocked' } : executor;
  };
  const executor = await openFirst(candidates.map((name) => ({ name, open: open(name) })));
  if (device === 'auto' || device === 'cpu') return executor;
  throw new RuntimeError(
    `device '${device}' is not available: this version runs on 'cpu' only, by ${executor.description}`,
  );
}

/**
 * The first of the engines that opens; its `fallbackReason` says why those before it did not.
 *
 * @throws RuntimeError with every reason where none opens
 */
export async function openFirst(
  candidates: readonly { readonly name: ExecutorName; open(): Promise<Executor> }[],
): Promise<Executor> {
  const reasons: string[] = [];
  const causes: unknown[] = [];
  for (const { name, open } of candidates) {
    try {
      const executor = await open();
      return reasons.length === 0 ? executor : { ...executor, fallbackReason: reasons.join('; ') };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      reasons.push(`${name} does not work here: ${message.split('\n', 1)[0]}`);
      causes.push(error);
    }
  }
  throw new RuntimeError(reasons.join('; '), {
    cause: causes.length === 1 ? causes[0] : new AggregateError(causes),
    advice: 'Install netwright again with its optional dependencies, on a platform that onnxruntime-node supports',
  });
}
