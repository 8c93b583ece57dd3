/** The engines that run in a browser: ONNX Runtime in WebAssembly and on WebGPU, and the reference interpreter. */
export type { BoundRun, Device, Executable, Executor, ExecutorName, Tensors } from './executor.ts';
export { type OpenBrowserExecutorOptions, openBrowserExecutor as openExecutor } from './open-browser-executor.ts';
export { referenceExecutor } from './reference.ts';
