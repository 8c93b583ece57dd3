/** Engines that run graphs: ONNX Runtime, native and in WebAssembly, and the float64 reference interpreter. */
export type { BoundRun, Device, Executable, Executor, ExecutorName, Tensors } from './executor.ts';
export { type NativeDevice, type OnnxRuntimeNodeOptions, onnxRuntimeNode } from './onnxruntime-node.ts';
export { onnxRuntimeWeb } from './onnxruntime-web.ts';
export { type OpenExecutorOptions, openExecutor } from './open-executor.ts';
export { referenceExecutor } from './reference.ts';
