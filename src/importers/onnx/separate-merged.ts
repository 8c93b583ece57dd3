import type { Tensor } from '../../core/index.ts';
import type { Graph, Node } from '../../graph/index.ts';

/** By operator, the inputs that are vectors of the layer's own. */
const ownVectors: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  Conv: { 2: 'bias' },
  ConvTranspose: { 2: 'bias' },
  Gemm: { 2: 'bias' },
  BatchNormalization: { 1: 'weight', 2: 'bias', 3: 'running_mean', 4: 'running_var' },
  LayerNormalization: { 1: 'weight', 2: 'bias' },
  InstanceNormalization: { 1: 'weight', 2: 'bias' },
  GroupNormalization: { 1: 'weight', 2: 'bias' },
};

/**
 * Gives each layer its own biases, scales and statistics again. PyTorch's older exporter writes equal tensors once, so
 * that the ones and zeros of all fresh normalisations of a width are one tensor, which training would move for all.
 *
 * @returns also how many tensors were made
 */
export function separateMerged(found: Graph): { graph: Graph; count: number } {
  const { graph, count } = separateCopies(found);
  const owners = new Map<string, string>();
  const added = new Map<string, Tensor>();
  const vectors = (node: Node) =>
    Object.entries(ownVectors[node.opType] ?? {}).flatMap(([index, suffix]) => {
      const name = node.inputs[Number(index)];
      return name !== undefined && graph.initializers.get(name)?.shape.length === 1
        ? { index: Number(index), name, suffix }
        : [];
    });
  for (const node of graph.nodes) {
    if (node.layer === undefined) continue;
    for (const { name } of vectors(node)) {
      if (!owners.has(name) || name.startsWith(`${node.layer}.`)) owners.set(name, node.layer);
    }
  }
  const nodes = graph.nodes.map((node) => {
    const { layer } = node;
    if (layer === undefined) return node;
    const inputs = [...node.inputs];
    for (const { index, name, suffix } of vectors(node)) {
      const own = `${layer}.${suffix}`;
      if (owners.get(name) === layer || (graph.types.has(own) && !added.has(own))) continue;
      const tensor = graph.initializers.get(name)!;
      added.set(own, { ...tensor, data: tensor.data.slice() } as Tensor);
      inputs[index] = own;
    }
    return { ...node, inputs };
  });
  if (added.size === 0) return { graph, count };
  const types = new Map(graph.types);
  for (const [name, { dtype, shape }] of added) types.set(name, { dtype, shape });
  return {
    graph: { ...graph, nodes, initializers: new Map([...graph.initializers, ...added]), types },
    count: count + added.size,
  };
}

/**
 * Vectors that are written as Identity of another layer's, under their own name. Equal matrices stay one: those are tied
 * in the network itself, as an embedding and the layer that predicts tokens are.
 */
function separateCopies(graph: Graph): { graph: Graph; count: number } {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const copies = new Map<string, Tensor>();
  for (const { opType, inputs, outputs: names } of graph.nodes) {
    const [name = ''] = names;
    const tensor = opType === 'Identity' ? graph.initializers.get(inputs[0] ?? '') : undefined;
    const isParameter = tensor?.shape.length === 1 && tensor.dtype === 'float32' && /^[A-Za-z_]\w*(\.\w+)+$/.test(name);
    if (isParameter && !outputs.has(name)) copies.set(name, { ...tensor, data: tensor.data.slice() });
  }
  if (copies.size === 0) return { graph, count: 0 };
  const nodes = graph.nodes.filter(({ outputs: [name = ''] }) => !copies.has(name));
  return { graph: { ...graph, nodes, initializers: new Map([...graph.initializers, ...copies]) }, count: copies.size };
}
