import type { InferenceSession } from 'onnxruntime-web';
import { createExecutable } from './executable.ts';
import type { Executor } from './executor.ts';
import { formatThreads, type OnnxRuntime, openSession } from './onnxruntime-session.ts';

/** One of the builds of the package onnxruntime-web. */
export type OnnxRuntimeWeb = typeof import('onnxruntime-web');

/** By build: its WebAssembly module is started once, with the threads that it is asked for then. */
const startedThreads = new WeakMap<OnnxRuntime, number>();

/**
 * ONNX Runtime compiled to WebAssembly, in Node: runs wherever JavaScript does, three to five times slower than the
 * native library, and copies inputs and outputs at every run.
 *
 * @param options.threads threads within one operation, default 1; the first call in a process decides for all
 */
export async function onnxRuntimeWeb({ threads = 1 }: { readonly threads?: number } = {}): Promise<Executor> {
  return webAssemblyExecutor(await import('onnxruntime-web'), threads);
}

/**
 * The WebAssembly kernels of a build, as an executor.
 *
 * @param threads counts at the first call for a build only
 */
export function webAssemblyExecutor(onnxRuntime: OnnxRuntimeWeb, threads: number): Executor {
  const started = startedThreads.get(onnxRuntime) ?? threads;
  startedThreads.set(onnxRuntime, started);
  onnxRuntime.env.wasm.numThreads = started;
  onnxRuntime.env.logLevel = 'error';
  const version = onnxRuntime.env.versions.web ?? onnxRuntime.env.versions.common;
  const engine = {
    description: `ONNX Runtime ${version} WebAssembly (CPU, ${formatThreads(started)})`,
    target: 'onnxruntime-web',
  } as const;
  const options: InferenceSession.SessionOptions = { executionProviders: ['wasm'] };
  return {
    ...engine,
    name: 'onnxruntime-web',
    version,
    load: (graph) => createExecutable(graph, engine, () => openSession(onnxRuntime, graph, options, false)),
  };
}
