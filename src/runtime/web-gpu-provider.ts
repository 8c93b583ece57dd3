import type { Graph } from '../graph/index.ts';
import { processorNodes } from '../passes/index.ts';

/** How ONNX Runtime is asked for WebGPU: with the nodes that its kernels there get wrong left to the processor. */
export function webGpuProvider(graph: Graph) {
  const names = processorNodes(graph);
  // An empty list is refused.
  return { name: 'webgpu', ...(names.length === 0 ? {} : { forceCpuNodeNames: names }) } as const;
}
