import type { InferenceSession } from 'onnxruntime-web';
import { createExecutable } from './executable.ts';
import type { Executor } from './executor.ts';
import { formatThreads, openSession } from './onnxruntime-session.ts';

export interface OnnxRuntimeNodeOptions {
  /** Threads within one operation, 1 or more. Results are bit-exact for a fixed number only. Default 1. */
  readonly threads?: number;
  /** How far ONNX Runtime rewrites the graph. Default `'extended'`. */
  readonly graphOptimizationLevel?: 'disabled' | 'basic' | 'extended';
}

/**
 * ONNX Runtime's native library, the fastest engine. Runs block the thread that starts them: train in a worker where
 * something else must stay responsive. Such a worker must be asked to stop: where `terminate()` or `process.exit()` meets
 * a run, the library aborts the process.
 *
 * @throws whatever loading the optional dependency `onnxruntime-node` throws: it is not installed, or has no library
 * for this platform
 */
export async function onnxRuntimeNode(options: OnnxRuntimeNodeOptions = {}): Promise<Executor> {
  const { threads = 1, graphOptimizationLevel = 'extended' } = options;
  const onnxRuntime = await import('onnxruntime-node');
  // Otherwise the first session complains on the terminal about graphics cards that it does not find.
  onnxRuntime.env.logLevel = 'error';
  const version = onnxRuntime.env.versions.node ?? onnxRuntime.env.versions.common;
  const description = `ONNX Runtime ${version} native (CPU, ${formatThreads(threads)})`;
  const sessionOptions: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    graphOptimizationLevel,
  };
  return {
    name: 'onnxruntime-node',
    target: 'onnxruntime-node',
    version,
    description,
    load: (graph) => createExecutable(graph, description, () => openSession(onnxRuntime, graph, sessionOptions, true)),
  };
}
