import { join } from 'node:path';
import type { AttributeValue, Graph, Node } from '../../graph/index.ts';
import { openModel, runFiles } from '../../records/index.ts';
import type { GraphAnswer, GraphLayer, GraphNode, GraphValue } from '../api.ts';
import { type BoardIndex, NotFound, runOf } from '../board-index/index.ts';
import { answerEventGraph } from './event-graph.ts';

const mostNodes = 20_000;

/** The network of a run. Throws NotFound where it has none, FileError where it cannot be read. */
export async function answerGraph(index: BoardIndex, id: string): Promise<GraphAnswer> {
  const run = runOf(index, id);
  if (!run.ownFiles.has(runFiles.model)) {
    if (run.graph !== undefined) return answerEventGraph(run.graph);
    throw new NotFound(`run '${id}' has no ${runFiles.model}, and no graph in an event file`);
  }
  const { model } = await openModel(join(run.folder, runFiles.model));
  return describeGraph(model.graph);
}

function describeGraph(graph: Graph): GraphAnswer {
  const describe = (name: string): GraphValue => {
    const type = graph.types.get(name);
    return { name, dtype: type?.dtype ?? null, shape: type?.shape ?? null };
  };
  const nodes = graph.nodes.slice(0, mostNodes).map(
    (node): GraphNode => ({
      name: node.name,
      opType: node.domain === '' ? node.opType : `${node.domain}.${node.opType}`,
      layer: layerOf(node),
      inputs: node.inputs.filter((name) => name !== ''),
      outputs: node.outputs.filter((name) => name !== '').map(describe),
      attributes: Object.entries(node.attributes).map(([name, value]) => `${name} = ${inWords(value)}`),
    }),
  );
  return {
    source: 'model.onnx',
    inputs: graph.inputs.map(({ name }) => describe(name)),
    outputs: graph.outputs.map(({ name }) => describe(name)),
    nodes,
    layers: layersOf(graph),
    cut: graph.nodes.length > mostNodes,
  };
}

/** Netwright's own layers, or else the scope that other frameworks put before a node's name. */
function layerOf({ layer, name }: Node): string {
  return layer ?? name.split('/').slice(0, -1).join('/').replace(/^\//, '');
}

/** A parameter that several layers share counts for the first of them; shapes, axes and single numbers are none. */
function layersOf(graph: Graph): GraphLayer[] {
  const counted = new Set<string>();
  const nodesByLayer = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    const name = layerOf(node);
    const nodes = nodesByLayer.get(name);
    if (nodes === undefined) nodesByLayer.set(name, [node]);
    else nodes.push(node);
  }
  return [...nodesByLayer].map(([name, nodes]) => {
    let parameters = 0;
    for (const input of nodes.flatMap(({ inputs }) => inputs)) {
      const tensor = graph.initializers.get(input);
      if (tensor === undefined || counted.has(input)) continue;
      if (tensor.dtype === 'int64' || tensor.shape.length === 0) continue;
      counted.add(input);
      parameters += tensor.shape.reduce((product, length) => product * length, 1);
    }
    const output = nodes.at(-1)!.outputs[0];
    const outputShape = (output === undefined ? undefined : graph.types.get(output)?.shape) ?? null;
    return { name, opTypes: [...new Set(nodes.map(({ opType }) => opType))], parameters, outputShape };
  });
}

function inWords(attribute: AttributeValue): string {
  if (attribute.type === 'tensor') return `tensor [${attribute.value.shape.join(', ')}]`;
  const text = JSON.stringify(attribute.value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
