import { type Graph, GraphBuilder, NodeContext } from '../../graph/index.ts';
import { catalogue, findOperator } from '../../ops/index.ts';
import type { PassResult } from '../pass.ts';
import { blockedBatchNormalization, blockedBatchNormalizationGradient } from './batch-normalization.ts';
import type { BlockedOperator } from './blocked-operator.ts';
import { blockedChannelSum } from './channel-sum.ts';
import { blockedConv, blockedConvInputGradient } from './convolution.ts';
import { blockedElementwise } from './elementwise.ts';
import { Layouts } from './layouts.ts';
import {
  blockedAveragePoolGradient,
  blockedGlobalAveragePool,
  blockedMaxPoolGradient,
  blockedPooling,
} from './pooling.ts';
import { blockedConvWeightGradient } from './weight-gradient.ts';

const blockedOperators: readonly BlockedOperator[] = [
  blockedAveragePoolGradient,
  blockedBatchNormalization,
  blockedBatchNormalizationGradient,
  blockedChannelSum,
  blockedConv,
  blockedConvInputGradient,
  blockedConvWeightGradient,
  blockedElementwise,
  blockedGlobalAveragePool,
  blockedMaxPoolGradient,
  blockedPooling,
];

const byType = new Map(blockedOperators.flatMap((operator) => operator.opTypes.map((opType) => [opType, operator])));

/**
 * Brings convolutions, and what stands between them, to blocked channels: ONNX Runtime's layout for its fastest kernels
 * (see `blocked-channels.ts` in ops). Images are reordered only where one layout meets the other.
 *
 * To be run on gradients that are not lowered yet; what stays plain is for the other lowerings. Shapes are concrete.
 */
export function blockChannels(graph: Graph): PassResult {
  const builder = new GraphBuilder(catalogue, graph.name);
  builder.reserve(
    graph.types.keys(),
    graph.nodes.map((node) => node.name),
  );
  const layouts = new Layouts(builder);
  for (const { name, dtype, shape } of graph.inputs) {
    if (!graph.initializers.has(name)) layouts.set(name, { plain: builder.input(name, dtype, shape) });
  }
  for (const [name, tensor] of graph.initializers) layouts.set(name, { plain: builder.initializer(name, tensor) });
  let modified = false;
  for (const node of graph.nodes) {
    builder.withLayer(node.layer, () => {
      const operator = byType.get(node.opType);
      if (operator !== undefined) {
        const types = node.inputs.map((name) => graph.types.get(name));
        const constants = node.inputs.map((name) => graph.initializers.get(name));
        const context = new NodeContext(node, findOperator(node), types, constants);
        const inputs = layouts.inputsOf(node);
        if (operator.applies(context, inputs)) {
          modified = true;
          const outputs = operator.write(builder, inputs, context);
          node.outputs.forEach((name, index) => {
            const output = outputs[index];
            if (output !== undefined) layouts.set(name, output);
          });
          return;
        }
      }
      const inputs = node.inputs.map((name) => (name === '' ? '' : layouts.plain(name).name));
      for (const output of builder.add({ ...node, inputs })) {
        if (output.name !== '') layouts.set(output.name, { plain: output });
      }
    });
  }
  if (!modified) return { graph, modified };
  for (const output of graph.outputs) builder.output(layouts.plain(output.name), output.name);
  return { graph: builder.build(), modified };
}
