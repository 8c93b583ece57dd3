import type { InferenceSession } from 'onnxruntime-web';
import { createExecutable } from './executable.ts';
import type { Executor } from './executor.ts';
import { formatThreads, openSession } from './onnxruntime-session.ts';
import { webGpuProvider } from './web-gpu-provider.ts';

/** The devices for which the native library has kernels; those for CUDA come with libraries of their own. */
export type NativeDevice = 'cpu' | 'webgpu' | 'cuda';

export interface OnnxRuntimeNodeOptions {
  /** Threads within one operation, 1 or more. Results are bit-exact for a fixed number only. Default 1. */
  readonly threads?: number;
  /** Default `'cpu'`. */
  readonly device?: NativeDevice;
  /** How far ONNX Runtime rewrites the graph. Default `'extended'`. */
  readonly graphOptimizationLevel?: 'disabled' | 'basic' | 'extended';
}

const deviceNames = { webgpu: 'WebGPU', cuda: 'CUDA' } as const;

/**
 * ONNX Runtime's native library, the fastest engine. Runs block the thread that starts them: train in a worker where
 * something else must stay responsive. Such a worker must be asked to stop: where `terminate()` or `process.exit()` meets
 * a run, the library aborts the process.
 *
 * @throws whatever loading the optional dependency `onnxruntime-node` throws: it is not installed, or has no library
 * for this platform
 */
export async function onnxRuntimeNode(options: OnnxRuntimeNodeOptions = {}): Promise<Executor> {
  const { threads = 1, device = 'cpu', graphOptimizationLevel = 'extended' } = options;
  const onnxRuntime = await import('onnxruntime-node');
  // Otherwise the first session complains on the terminal about graphics cards and libraries that it does not find.
  onnxRuntime.env.logLevel = device === 'cpu' ? 'error' : 'fatal';
  const version = onnxRuntime.env.versions.node ?? onnxRuntime.env.versions.common;
  const description = `ONNX Runtime ${version} native (${device === 'cpu' ? `CPU, ${formatThreads(threads)}` : deviceNames[device]})`;
  const sessionOptions: InferenceSession.SessionOptions = {
    intraOpNumThreads: threads,
    graphOptimizationLevel,
  };
  const target = device === 'webgpu' ? 'onnxruntime-webgpu' : 'onnxruntime-node';
  return {
    name: 'onnxruntime-node',
    target,
    version,
    description,
    load: (graph) =>
      createExecutable(graph, { description, target }, () => {
        const provider = device === 'webgpu' ? webGpuProvider(graph) : device;
        return openSession(onnxRuntime, graph, { ...sessionOptions, executionProviders: [provider] }, device === 'cpu');
      }),
  };
}
