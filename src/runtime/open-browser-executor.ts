import { RuntimeError } from '../core/index.ts';
import { type BrowserEngineOptions, browserWebAssembly, browserWebGpu } from './browser-engines.ts';
import type { Device, Executor } from './executor.ts';
import { type Candidate, checkThreads, openFirst, tested } from './open-first.ts';

export interface OpenBrowserExecutorOptions extends BrowserEngineOptions {
  /** Default `'auto'`: WebGPU where the browser has a graphics adapter that passes the self-test, else WebAssembly. */
  readonly device?: Exclude<Device, 'cuda'>;
  /**
   * Threads of the WebAssembly kernels, 1 or more; default 1. More need a page that is cross-origin isolated, and the
   * first call in a page decides for all.
   */
  readonly threads?: number;
}

/**
 * Opens an engine of the browser that passes its self-test. The first call downloads and compiles ONNX Runtime: 14 MB
 * of WebAssembly, or 27 MB for WebGPU.
 *
 * @throws RuntimeError where the device is not there or no engine works, saying why
 * @throws UsageError where `threads` is not a positive integer
 */
export async function openBrowserExecutor(options: OpenBrowserExecutorOptions = {}): Promise<Executor> {
  const { device = 'auto', threads = 1 } = options;
  checkThreads(threads);
  const webAssembly: Candidate = {
    name: 'WebAssembly',
    open: async () => tested('wasm', await browserWebAssembly(options)),
  };
  const webGpu: Candidate = {
    name: 'WebGPU',
    open: async () => {
      const { isSoftware, ...executor } = await browserWebGpu(options);
      if (device === 'auto' && isSoftware)
        throw new RuntimeError(`there is only an emulated adapter (${executor.description})`);
      return tested(executor.description, executor);
    },
  };
  switch (device) {
    case 'auto':
      return openFirst([webGpu, webAssembly], advice);
    case 'webgpu':
      return openFirst([webGpu], "Ask for device 'auto' or 'cpu' where WebGPU may be missing");
    case 'cpu':
      return openFirst([webAssembly], advice);
    default:
      throw new RuntimeError(`device '${device}' is not available in a browser`, {
        advice: "Ask for 'auto', 'cpu' or 'webgpu'",
      });
  }
}

const advice = "Serve ONNX Runtime's .wasm files beside the script, or name their folder by wasmFiles";
