import { RuntimeError } from '../core/index.ts';
import { createExecutable, type EngineSession } from './executable.ts';
import type { Executor } from './executor.ts';
import { openSession } from './onnxruntime-session.ts';
import { type OnnxRuntimeWeb, webAssemblyExecutor } from './onnxruntime-web.ts';
import { openWebGpuDevice, type WebGpuDevice } from './web-gpu-device.ts';
import { webGpuProvider } from './web-gpu-provider.ts';

export interface BrowserEngineOptions {
  /** URL of the folder from which ONNX Runtime's `.wasm` files are served; default: beside the script. */
  readonly wasmFiles?: string | undefined;
  readonly threads?: number;
}

/**
 * ONNX Runtime's WebAssembly kernels in a page or a worker of a browser. Without cross-origin isolation there is no
 * shared memory, and it computes on one thread whatever is asked for.
 */
export async function browserWebAssembly({ wasmFiles, threads = 1 }: BrowserEngineOptions): Promise<Executor> {
  const onnxRuntime = await import('onnxruntime-web/wasm');
  locate(onnxRuntime, wasmFiles);
  const isolated = globalThis.crossOriginIsolated === true;
  const executor = webAssemblyExecutor(onnxRuntime, isolated ? threads : 1);
  if (isolated || threads === 1) return executor;
  return {
    ...executor,
    fallbackReason: `${threads} threads need a page that is cross-origin isolated, and this one is not`,
  };
}

/**
 * ONNX Runtime on the page's WebGPU device. What the device has no kernel for, such as 64-bit integers, is computed by
 * the WebAssembly kernels of the same build. Inputs and outputs go through ordinary memory.
 *
 * @throws RuntimeError where there is no device
 */
export async function browserWebGpu({ wasmFiles }: BrowserEngineOptions): Promise<Executor & { isSoftware: boolean }> {
  const gpu = await openWebGpuDevice();
  const onnxRuntime = await import('onnxruntime-web/webgpu');
  locate(onnxRuntime, wasmFiles);
  onnxRuntime.env.wasm.numThreads = 1;
  onnxRuntime.env.logLevel = 'error';
  const version = onnxRuntime.env.versions.web ?? onnxRuntime.env.versions.common;
  const engine = {
    description: `ONNX Runtime ${version} WebGPU (${gpu.adapter})`,
    target: 'onnxruntime-webgpu',
  } as const;
  return {
    ...engine,
    name: 'onnxruntime-web',
    version,
    isSoftware: gpu.isSoftware,
    load: (graph) =>
      createExecutable(graph, engine, async () => {
        const options = { executionProviders: [{ ...webGpuProvider(graph), device: gpu.device }] };
        return untilLost(gpu, await orLost(gpu, () => openSession(onnxRuntime, graph, options, false)));
      }),
  };
}

function locate({ env }: OnnxRuntimeWeb, wasmFiles: string | undefined): void {
  if (wasmFiles === undefined) return;
  const folder = new URL(wasmFiles.endsWith('/') ? wasmFiles : `${wasmFiles}/`, globalThis.location.href);
  if (env.wasm.wasmPaths !== undefined && env.wasm.wasmPaths !== folder.href) {
    throw new RuntimeError(`wasmFiles: ${folder.href} comes too late, the files of ${env.wasm.wasmPaths} are in use`);
  }
  env.wasm.wasmPaths = folder.href;
}

/** A session whose runs fail as soon as the device is lost: ONNX Runtime would wait for an answer for ever. */
function untilLost(gpu: WebGpuDevice, session: EngineSession): EngineSession {
  return {
    bind(feeds, fetches) {
      const run = session.bind(feeds, fetches);
      return () => orLost(gpu, run);
    },
    run: (feeds) => orLost(gpu, () => session.run(feeds)),
    // What a lost device held is gone already.
    release: async () => (gpu.isLost() ? undefined : session.release()),
  };
}

async function orLost<Result>({ lost, isLost }: WebGpuDevice, work: () => Promise<Result>): Promise<Result> {
  if (isLost()) await lost;
  return Promise.race([work(), lost]);
}
