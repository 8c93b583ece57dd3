import { type Graph, NodeContext } from '../graph/index.ts';
import { findOperator } from '../ops/index.ts';

/** Nodes of one operator that an engine on a graphics card gets wrong, or that it refuses while it runs. */
interface Exception {
  readonly opType: string;
  readonly when: (context: NodeContext) => boolean;
}

/** Of ONNX Runtime 1.30 on WebGPU, as the samples of the operators show. */
const onWebGpu: readonly Exception[] = [
  { opType: 'Conv', when: (context) => context.rank(0) > 4 && context.int('group') !== 1 },
  {
    opType: 'ConvTranspose',
    when: (context) =>
      context.rank(0) > 4 ||
      context.int('group') !== 1 ||
      (context.ints('dilations') ?? []).some((dilation) => dilation > 1),
  },
  { opType: 'InstanceNormalization', when: () => true },
  { opType: 'MaxPool', when: (context) => context.node.outputs.length > 1 },
  { opType: 'Pad', when: (context) => context.string('mode') === 'wrap' },
  // With noop_with_empty_axes they are to apply their function to each element.
  { opType: 'ReduceL1', when: reducesNothing },
  { opType: 'ReduceL2', when: reducesNothing },
  { opType: 'ReduceLogSum', when: reducesNothing },
  { opType: 'ReduceLogSumExp', when: reducesNothing },
  { opType: 'ReduceSumSquare', when: reducesNothing },
  { opType: 'Slice', when: (context) => context.constantNumbers(4)?.some((step) => step < -1) ?? context.has(4) },
];

function reducesNothing(context: NodeContext): boolean {
  return context.int('noop_with_empty_axes') === 1 && (!context.has(1) || context.constantNumbers(1)?.length === 0);
}

/** Names of the nodes of a graph lowered for WebGPU that must be computed by the processor instead. */
export function processorNodes(graph: Graph): string[] {
  return graph.nodes.flatMap((node) => {
    const exceptions = onWebGpu.filter(({ opType }) => opType === node.opType);
    if (exceptions.length === 0) return [];
    const inputs = node.inputs.map((name) => (name === '' ? undefined : graph.types.get(name)));
    const constants = node.inputs.map((name) => graph.initializers.get(name));
    const context = new NodeContext(node, findOperator(node), inputs, constants);
    return exceptions.some(({ when }) => when(context)) ? [node.name] : [];
  });
}
