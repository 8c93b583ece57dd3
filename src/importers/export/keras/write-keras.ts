import type { Node } from '../../../graph/index.ts';
import type { Network } from '../../../nn/index.ts';
import { eliminateDeadNodes, foldBatchNorm, foldConstants } from '../../../passes/index.ts';
import type { ExportWriter } from '../export-format.ts';
import { compileConfig } from './compile-config.ts';
import { kerasArchive } from './keras-archive.ts';
import { KerasModel } from './keras-model.ts';
import { type ExportState, inOrder, lengthOf, NodeExport } from './node-export.ts';
import { operators } from './operators.ts';
import { wholeLayers } from './whole-layers.ts';

/**
 * Keras 3: a functional model of Keras's own layers in a `.keras` file, with its weights, loss, optimizer and learning rate.
 * It takes the same inputs as the network; layers that want their channels last get them so. Dropouts and batch
 * normalisations stay layers, so that the model trains on in Keras.
 */
export const kerasWriter: ExportWriter = {
  extension: '.keras',
  async write({ network, data, recipe }, { foldBatchNorm: isFolded = false }) {
    const { model, config } = convert(network, isFolded, compileConfig(data?.loss ?? recipe.loss, recipe));
    const { inputs, outputs } = network.graph;
    const names = (values: typeof inputs) =>
      values.map(({ name, dtype, shape }) => `${name} ${dtype}[${shape.join(', ')}]`);
    return { bytes: await kerasArchive(config, model.variables()), inputs: names(inputs), outputs: names(outputs) };
  },
};

function convert(network: Network, isFolded: boolean, compiled: unknown): { model: KerasModel; config: unknown } {
  const whole = isFolded ? foldBatchNorm(network.graph).graph : network.graph;
  // Weights that the graph itself joins or turns are computed once and for all.
  const graph = eliminateDeadNodes(foldConstants(whole, new Set()).graph, new Set()).graph;
  const model = new KerasModel();
  const frozen = new Set(network.layers.filter((layer) => (layer.frozen?.length ?? 0) > 0).map(({ name }) => name));
  const state: ExportState = { graph, model, frozen, placed: new Map(), permuted: new Map(), reshaped: new Map() };
  for (const { name, dtype, shape } of graph.inputs) {
    const tensor = model.input(name, [null, ...shape.slice(1).map(lengthOf)], dtype);
    state.placed.set(name, { tensor, axes: inOrder(shape.length) });
  }
  const kinds = new Map(network.layers.map(({ name, kind }) => [name, kind]));
  for (let next = 0; next < graph.nodes.length; ) next += writeNext(graph.nodes, next, state, kinds);
  const outputs = graph.outputs.map(({ name, shape }) => {
    const node: Node = { name, opType: 'Identity', domain: '', inputs: [name], outputs: [], attributes: {} };
    return new NodeExport(state, node).tensor(0, inOrder(shape.length));
  });
  return { model, config: model.config(graph.name, outputs, compiled) };
}

/** Writes a node, or a whole layer of many; how many nodes that were. */
function writeNext(
  nodes: readonly Node[],
  next: number,
  state: ExportState,
  kinds: ReadonlyMap<string, string>,
): number {
  const node = nodes[next]!;
  const isFirst = node.layer !== undefined && nodes[next - 1]?.layer !== node.layer;
  const candidates = isFirst ? (wholeLayers[kinds.get(node.layer) ?? ''] ?? []) : [];
  for (const { opTypes, write } of candidates) {
    const own = nodes.slice(next, next + opTypes.length);
    if (own.every(({ opType, layer }, index) => opType === opTypes[index] && layer === node.layer)) {
      if (own.length < opTypes.length) continue;
      write(own, state);
      return own.length;
    }
  }
  const context = new NodeExport(state, node);
  const writer = node.domain === '' ? operators[node.opType] : undefined;
  if (writer === undefined) throw context.refuse(`the operator ${node.opType}`);
  writer(context);
  return 1;
}
