import { decodeGraph, type EventGraphNode } from '../../records/index.ts';
import type { GraphAnswer, GraphLayer, GraphNode, GraphValue } from '../api.ts';
import { type GraphPlace, NotFound } from '../board-index/index.ts';

/** Nodes read and sent; the reader of a page looks at fewer. */
const mostNodes = 20_000;
const mostEnds = 8;

/** Ops of TensorFlow that hold parameters. */
const variables = new Set(['Variable', 'VariableV2', 'VarHandleOp']);
/** Ops whose values nobody reads without being results. */
const withoutResult = new Set(['Assign', 'AssignVariableOp', 'Const', 'NoOp', 'SaveV2', 'MergeV2Checkpoints']);

/** The graph that TensorFlow, or PyTorch's `add_graph`, wrote into an event file. Throws NotFound, and FileError where it is none. */
export async function answerEventGraph({ file, offset }: GraphPlace): Promise<GraphAnswer> {
  const entries = await file.readAt(offset);
  const value = entries.find(({ kind }) => kind === 'graph')?.decode();
  if (value?.kind !== 'graph') throw new NotFound('the graph is not in the file any more');
  const { nodes, total } = decodeGraph(value.bytes, mostNodes, file.path);
  return { ...describeEventGraph(nodes), cut: total > nodes.length };
}

/** The same form as a network of ours: in order of computation, layers by the scopes in the names. */
export function describeEventGraph(found: readonly EventGraphNode[]): Omit<GraphAnswer, 'cut'> {
  const byName = new Map(found.map((node) => [node.name, node]));
  const ordered = inOrder(found, byName);
  const nodes = ordered.map(
    (node): GraphNode => ({
      name: node.name,
      opType: node.op,
      layer: layerOf(node, byName),
      inputs: node.inputs.filter((input) => !input.startsWith('^')).map(valueName),
      outputs: outputsOf(node),
      attributes: attributesOf(node),
    }),
  );
  const read = new Set(found.flatMap(({ inputs }) => inputs.map(nodeName)));
  const isInput = ({ op, inputs }: EventGraphNode) =>
    op.startsWith('Placeholder') || (op === 'IO Node' && inputs.length === 0);
  const isOutput = ({ name, op, inputs }: EventGraphNode) =>
    inputs.length > 0 && (op === 'IO Node' || (!read.has(name) && !withoutResult.has(op)));
  const ends = (is: (node: EventGraphNode) => boolean) =>
    ordered
      .filter(is)
      .slice(0, mostEnds)
      .map((node) => outputsOf(node)[0]!);
  return {
    source: 'event file',
    inputs: ends(isInput),
    outputs: ends(isOutput),
    nodes,
    layers: layersOf(nodes, byName),
  };
}

const nodeName = (input: string): string => input.replace(/^\^/, '').replace(/:\d+$/, '');
/** The first value of a node has its name. */
const valueName = (input: string): string => input.replace(/:0$/, '');

/** Nodes behind all that they read; files have them in any order. Those of a loop stand as they were found. */
function inOrder(nodes: readonly EventGraphNode[], byName: ReadonlyMap<string, EventGraphNode>): EventGraphNode[] {
  const ordered: EventGraphNode[] = [];
  const seen = new Set<EventGraphNode>();
  for (const start of nodes) {
    // No recursion: a graph may be thousands of nodes deep.
    const path: { readonly node: EventGraphNode; next: number }[] = [];
    const enter = (node: EventGraphNode | undefined): void => {
      if (node === undefined || seen.has(node)) return;
      seen.add(node);
      path.push({ node, next: 0 });
    };
    enter(start);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const input = last.node.inputs[last.next++];
      if (input !== undefined) enter(byName.get(nodeName(input)));
      else {
        ordered.push(last.node);
        path.pop();
      }
    }
  }
  return ordered;
}

/** The node of TensorFlow below which a node stands, such as the variable of an initializer; undefined for most. */
function ownerOf(name: string, byName: ReadonlyMap<string, EventGraphNode>): string | undefined {
  const parts = name.split('/');
  if (parts.length > mostScopes) return undefined;
  for (let i = 1; i < parts.length; i++) {
    const above = parts.slice(0, i).join('/');
    if (byName.has(above)) return above;
  }
  return undefined;
}

/** The scope before a node's name, or its owner's; what PyTorch reads of a module, such as its weight, belongs to the module. */
function layerOf({ name, op }: EventGraphNode, byName: ReadonlyMap<string, EventGraphNode>): string {
  const scope = (ownerOf(name, byName) ?? name).split('/').slice(0, -1);
  return (op === 'prim::GetAttr' && scope.length > 1 ? scope.slice(0, -1) : scope).join('/');
}

/** Scopes in each other; a name of more was made to take long. */
const mostScopes = 64;

function outputsOf({ name, shapes, dtype }: EventGraphNode): GraphValue[] {
  const known = shapes.length === 0 ? [null] : shapes;
  return known.map((shape, i) => ({ name: i === 0 ? name : `${name}:${i}`, dtype: dtype ?? null, shape }));
}

/** PyTorch's are one text in braces; those of TensorFlow that begin with a line are its own notes. */
function attributesOf({ attributes }: EventGraphNode): string[] {
  return [...attributes].flatMap(([name, text]) => {
    if (name.startsWith('_')) return [];
    if (name !== 'attr') return [`${name} = ${text}`];
    const inside = text.replace(/^\{\s*|\s*\}$/g, '');
    return inside === '' ? [] : [inside];
  });
}

function layersOf(nodes: readonly GraphNode[], byName: ReadonlyMap<string, EventGraphNode>): GraphLayer[] {
  const nodesByLayer = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const list = nodesByLayer.get(node.layer);
    if (list === undefined) nodesByLayer.set(node.layer, [node]);
    else list.push(node);
  }
  // PyTorch writes no shapes of weights.
  const isCounted = !nodes.some(({ opType }) => opType.startsWith('prim::'));
  return [...nodesByLayer].map(([name, own]) => ({
    name,
    opTypes: opTypesOf(own, byName),
    parameters: isCounted ? own.reduce((sum, node) => sum + sizeOf(byName.get(node.name)), 0) : null,
    outputShape: own.findLast(({ outputs }) => outputs[0]?.shape != null)?.outputs[0]?.shape ?? null,
  }));
}

/** What computes first; constants, initializers and the reading of parameters say less. */
function opTypesOf(nodes: readonly GraphNode[], byName: ReadonlyMap<string, EventGraphNode>): string[] {
  const isAside = ({ name, opType }: GraphNode): boolean =>
    opType.startsWith('prim::') || opType === 'Const' || variables.has(opType) || ownerOf(name, byName) !== undefined;
  const typesOf = (isWanted: (node: GraphNode) => boolean) => nodes.filter(isWanted).map(({ opType }) => opType);
  return [...new Set([...typesOf((node) => !isAside(node)), ...typesOf(isAside)])];
}

function sizeOf(node: EventGraphNode | undefined): number {
  if (node === undefined || !variables.has(node.op)) return 0;
  return (node.shapes[0] ?? [0]).reduce<number>((product, length) => product * (length ?? 0), 1);
}
