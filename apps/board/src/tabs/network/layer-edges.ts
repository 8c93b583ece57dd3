import type { GraphAnswer } from '../../api/contract.ts';

/** A value that goes from one layer to a later one that does not follow it: drawn in a lane beside the list. */
export interface Lane {
  readonly from: number;
  readonly to: number;
  /** From 0, next to the list. */
  readonly place: number;
}

/** How the layers of a network hang together, by their places. */
export interface LayerEdges {
  /** By layer: whether it takes something from the layer before. */
  readonly followsLast: readonly boolean[];
  readonly lanes: readonly Lane[];
  /** By layer: the layers it reads, but the one before, where there is no lane for that. */
  readonly unseen: ReadonlyMap<number, readonly number[]>;
}

/** Constants of ONNX, TensorFlow and PyTorch. */
const constants = new Set(['Constant', 'Const', 'prim::Constant']);
/** Lanes beside each other; further ones would be a tangle. */
const mostLanes = 6;

/** Reads off the values which layer takes what from which. */
export function layerEdges({ layers, nodes }: GraphAnswer): LayerEdges {
  const placeOf = new Map(layers.map(({ name }, i) => [name, i]));
  const producer = new Map<string, number>();
  for (const node of nodes) {
    // A constant that two layers share connects nothing.
    if (constants.has(node.opType)) continue;
    const place = placeOf.get(node.layer);
    if (place !== undefined) for (const { name } of node.outputs) producer.set(name, place);
  }
  const followsLast = layers.map(() => false);
  const jumps = new Map<string, { from: number; to: number }>();
  for (const node of nodes) {
    const to = placeOf.get(node.layer);
    if (to === undefined) continue;
    for (const input of node.inputs) {
      const from = producer.get(input);
      if (from === undefined || from >= to) continue;
      if (from === to - 1) followsLast[to] = true;
      else jumps.set(`${from} ${to}`, { from, to });
    }
  }
  const lanes: Lane[] = [];
  const unseen = new Map<number, number[]>();
  const ends: number[] = [];
  // Short ones lie next to the list, where they cross nothing.
  for (const { from, to } of [...jumps.values()].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const free = ends.findIndex((end) => end <= from);
    const place = free >= 0 ? free : ends.length;
    if (place >= mostLanes) {
      unseen.set(to, [...(unseen.get(to) ?? []), from]);
      continue;
    }
    ends[place] = to;
    lanes.push({ from, to, place });
  }
  return { followsLast, lanes, unseen };
}
