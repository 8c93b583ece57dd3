import { createExecutable } from './executable.ts';
import type { Executor } from './executor.ts';
import { formatThreads, openSession } from './onnxruntime-session.ts';

/** ONNX Runtime starts its WebAssembly module once, with the threads it is asked for then. */
let startedThreads: number | undefined;

/**
 * ONNX Runtime compiled to WebAssembly: runs wherever JavaScript does, three to five times slower than the native
 * library, and copies inputs and outputs at every run.
 *
 * @param options.threads threads within one operation, default 1; the first call in a process decides for all
 */
export async function onnxRuntimeWeb(options: { readonly threads?: number } = {}): Promise<Executor> {
  const onnxRuntime = await import('onnxruntime-web');
  startedThreads ??= options.threads ?? 1;
  onnxRuntime.env.wasm.numThreads = startedThreads;
  onnxRuntime.env.logLevel = 'error';
  const version = onnxRuntime.env.versions.web ?? onnxRuntime.env.versions.common;
  const description = `ONNX Runtime ${version} WebAssembly (CPU, ${formatThreads(startedThreads)})`;
  return {
    name: 'onnxruntime-web',
    target: 'onnxruntime-web',
    version,
    description,
    load: (graph) =>
      createExecutable(graph, description, () =>
        openSession(onnxRuntime, graph, { executionProviders: ['wasm'] }, false),
      ),
  };
}
