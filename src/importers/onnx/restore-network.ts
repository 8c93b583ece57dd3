import {
  type Graph,
  type GraphBuilder,
  type Model,
  type Node,
  producers,
  rebuild,
  type Value,
} from '../../graph/index.ts';
import type { Network, NetworkLayer } from '../../nn/index.ts';
import { catalogue } from '../../ops/index.ts';
import { eliminateDeadNodes, foldConstants } from '../../passes/index.ts';
import type { ImportNote } from '../imported-model.ts';
import { describeFile, type FileFacts } from './describe-file.ts';
import { nameWeights } from './name-weights.ts';
import { openBatch } from './open-batch.ts';
import { type ParameterRole, parameterRoles } from './parameter-roles.ts';
import { separateMerged } from './separate-merged.ts';

/**
 * The trainable network in a model of another framework: without a loss at its end, in the form that netwright trains
 * (batch normalisations with their statistics, dropouts with their ratio), weights under the names of their layers, open
 * batch size, constants folded and what nothing uses left out. The notes say what the file cannot give.
 */
export function restoreNetwork(model: Model): { network: Network; notes: readonly ImportNote[] } {
  const found = model.graph;
  const { graph: forward, inTraining } = withoutTrainingMode(withoutLoss(found));
  const { graph: separate, count: separated } = separateMerged(forward);
  const { graph: named, renamed } = nameWeights(separate, parameterRoles(separate));
  const roles = parameterRoles(named);
  const keep = new Set([...roles.keys(), ...statisticsOf(named)]);
  const folded = foldConstants(named, keep).graph;
  const used = withoutUnusedInputs(eliminateDeadNodes(folded, new Set()).graph, found);
  const opened = openBatch(used);
  const graph = opened ?? used;
  const parameters = [...roles.keys()].filter((name) => graph.initializers.has(name));
  const network = { graph, parameters, layers: layersOf(graph, roles) };
  const facts: FileFacts = { model, network, roles, inTraining, renamed, separated, isOpened: opened !== undefined };
  return { network, notes: describeFile(facts) };
}

/** The graph up to what a loss at its end compares with the target. */
function withoutLoss(graph: Graph): Graph {
  const [output] = graph.outputs;
  const last = output && producers(graph.nodes).get(output.name);
  if (last?.opType !== 'SoftmaxCrossEntropyLoss') return graph;
  const name = last.inputs[0]!;
  return eliminateDeadNodes({ ...graph, outputs: [{ name, ...graph.types.get(name)! }] }, new Set()).graph;
}

/** The inputs that only the loss read, or nothing at all, are no inputs of the network. */
function withoutUnusedInputs(graph: Graph, found: Graph): Graph {
  if (graph.inputs.length <= 1) return graph;
  const read = new Set([...graph.nodes.flatMap(({ inputs }) => inputs), ...found.outputs.map(({ name }) => name)]);
  const lost = new Set(graph.inputs.filter(({ name }) => !read.has(name)).map(({ name }) => name));
  const types = new Map([...graph.types].filter(([name]) => !lost.has(name)));
  return { ...graph, inputs: graph.inputs.filter(({ name }) => !lost.has(name)), types };
}

/** Batch normalisations and dropouts as inference writes them; training brings its own form of them. */
function withoutTrainingMode(graph: Graph): { graph: Graph; inTraining: ReadonlySet<string> } {
  const inTraining = new Set<string>();
  const { builder, value } = rebuild(graph, catalogue, {
    outputs: false,
    replace: (node, inputs, builder) => {
      if (node.opType === 'BatchNormalization') return plainNormalization(node, inputs, builder, inTraining);
      if (node.opType !== 'Dropout' || node.inputs.length < 3) return undefined;
      inTraining.add(node.name);
      const names = inputs.slice(0, 2).map((input) => input?.name ?? '');
      return builder.add({ ...node, inputs: names, outputs: node.outputs.slice(0, 1) });
    },
  });
  // Next running statistics that the file gives as outputs are no outputs of the network.
  const statistics = new Set(
    graph.nodes.flatMap(({ opType, outputs }) => (opType === 'BatchNormalization' ? outputs.slice(1) : [])),
  );
  for (const output of graph.outputs) {
    if (!statistics.has(output.name)) builder.output(value(output.name), output.name);
  }
  return { graph: builder.build(), inTraining };
}

function plainNormalization(
  node: Node,
  inputs: readonly (Value | undefined)[],
  builder: GraphBuilder,
  inTraining: Set<string>,
): Value[] | undefined {
  const { training_mode, ...attributes } = node.attributes;
  if (training_mode?.type !== 'int' || training_mode.value === 0) return undefined;
  inTraining.add(node.name);
  const names = inputs.map((input) => input!.name);
  return builder.add({ ...node, inputs: names, outputs: node.outputs.slice(0, 1), attributes });
}

/** Names of the running statistics of batch normalisations. */
function statisticsOf(graph: Graph): string[] {
  return graph.nodes.flatMap(({ opType, inputs }) => (opType === 'BatchNormalization' ? inputs.slice(3, 5) : []));
}

/** One layer for each module of the file that has parameters, in the order of the graph. */
function layersOf(graph: Graph, roles: ReadonlyMap<string, ParameterRole>): NetworkLayer[] {
  const layers = new Map<string, NetworkLayer>();
  const kept = new Map(graph.nodes.map((node) => [node.name, node]));
  for (const [parameter, role] of roles) {
    const node = kept.get(role.node.name);
    if (node === undefined || !graph.initializers.has(parameter)) continue;
    const name = node.layer ?? node.name;
    const known = layers.get(name);
    layers.set(name, {
      name,
      // Adding a bias ends the layer that the product began.
      kind: known?.kind ?? node.opType,
      output: node.outputs[0]!,
      parameters: [...(known?.parameters ?? []), parameter],
    });
  }
  return [...layers.values()];
}
