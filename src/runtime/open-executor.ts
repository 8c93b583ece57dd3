import { RuntimeError } from '../core/index.ts';
import { runsBlockedChannels } from './blocked-channels.ts';
import type { Device, Executor, ExecutorName } from './executor.ts';
import { onnxRuntimeNode } from './onnxruntime-node.ts';
import { onnxRuntimeWeb } from './onnxruntime-web.ts';
import { checkThreads, openFirst, tested } from './open-first.ts';
import { referenceExecutor } from './reference.ts';

export interface OpenExecutorOptions {
  /** Default `'auto'`: the processor. A graphics card is used where it is asked for by name. */
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

/**
 * Opens an engine that passes its self-test. The first call costs some tens of milliseconds, later ones next to nothing.
 *
 * @throws RuntimeError where the device is not there or no engine works, saying why
 * @throws UsageError where `threads` is not a positive integer
 */
export async function openExecutor(options: OpenExecutorOptions = {}): Promise<Executor> {
  const { device = 'auto', engine, threads = 1 } = options;
  checkThreads(threads);
  if (device === 'webgpu' || device === 'cuda') return openDevice(device, engine, threads);
  const candidates: readonly ExecutorName[] = engine === undefined ? ['onnxruntime-node', 'onnxruntime-web'] : [engine];
  const open = (name: ExecutorName) => async (): Promise<Executor> => {
    const executor = await tested(name, await engines[name]({ threads }));
    if (name !== 'onnxruntime-node') return executor;
    blockedChannels ??= runsBlockedChannels(executor);
    return (await blockedChannels) ? { ...executor, target: 'onnxruntime-node-blocked' } : executor;
  };
  return openFirst(
    candidates.map((name) => ({ name, open: open(name) })),
    'Install netwright again with its optional dependencies, on a platform that onnxruntime-node supports',
  );
}

/** What has to be there for each device. */
const requirements = {
  webgpu: 'It needs a graphics card with a driver for Vulkan, Metal or Direct3D 12',
  cuda: "It needs Linux on x64, an NVIDIA card, CUDA 12 with cuDNN 9, and ONNX Runtime's libraries for them: run npm rebuild onnxruntime-node --ignore-scripts=false --foreground-scripts",
} as const;

async function openDevice(
  device: keyof typeof requirements,
  engine: ExecutorName | undefined,
  threads: number,
): Promise<Executor> {
  if (engine !== undefined && engine !== 'onnxruntime-node') {
    throw new RuntimeError(`device '${device}' is not available in the engine ${engine}`, {
      advice: "Leave the engine to netwright, or compute on device 'cpu'",
    });
  }
  try {
    return await tested(device, await onnxRuntimeNode({ threads, device }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RuntimeError(`device '${device}' is not available: ${reason.split('\n', 1)[0]}`, {
      cause,
      advice: `${requirements[device]}. Without that, use device 'auto' or 'cpu'`,
    });
  }
}
