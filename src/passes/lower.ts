import { type Graph, NodeContext, rebuild, type Value } from '../graph/index.ts';
import { catalogue, findOperator } from '../ops/index.ts';
import { blockChannels } from './blocked-channels/index.ts';
import { type Lowering, lowerings, type Target } from './lowerings/index.ts';
import type { PassResult } from './pass.ts';

/**
 * Replaces operators by what the target engine runs, and runs fast: of the lowerings in the target's table the first
 * that applies to a node, and so on with what it wrote. Every shape must be concrete; afterwards no operator of
 * netwright's own domain is left.
 */
export function lower(graph: Graph, { target }: { readonly target: Target }): PassResult {
  const laidOut = target === 'onnxruntime-node-blocked' ? blockChannels(graph) : { graph, modified: false };
  const table = lowerings[target];
  let current = laidOut;
  for (let next = replaceNodes(current.graph, table); next.modified; next = replaceNodes(current.graph, table)) {
    current = next;
  }
  return current;
}

function replaceNodes(graph: Graph, table: readonly Lowering[]): PassResult {
  let modified = false;
  const { builder } = rebuild(graph, catalogue, {
    replace: (node, inputs, builder) => {
      const candidates = table.filter(({ opType }) => opType === node.opType);
      if (candidates.length === 0) return undefined;
      const constants = inputs.map((value) => (value === undefined ? undefined : builder.constantOf(value.name)));
      const context = new NodeContext(node, findOperator(node), inputs, constants);
      const lowering = candidates.find((candidate) => candidate.applies(context));
      if (lowering === undefined) return undefined;
      modified = true;
      return lowering.lower(builder, inputs as readonly Value[], context);
    },
  });
  return modified ? { graph: builder.build(), modified } : { graph, modified };
}
