import { describe, expect, it } from 'vitest';
import type { GraphAnswer } from '../../api/contract.ts';
import { layerEdges } from './layer-edges.ts';

/** A network of layers of one node each, by the layers that each reads. */
function network(reads: readonly (readonly number[])[]): GraphAnswer {
  const name = (i: number): string => `layer_${i}`;
  return {
    source: 'model.onnx',
    inputs: [],
    outputs: [],
    cut: false,
    layers: reads.map((_, i) => ({ name: name(i), opTypes: ['Add'], parameters: 0, outputShape: null })),
    nodes: reads.map((from, i) => ({
      name: name(i),
      opType: 'Add',
      layer: name(i),
      inputs: ['weights', ...from.map((place) => `out_${place}`)],
      outputs: [{ name: `out_${i}`, dtype: null, shape: null }],
      attributes: [],
    })),
  };
}

describe('how layers hang together', () => {
  it('is a chain where each reads the one before', () => {
    expect(layerEdges(network([[], [0], [1]]))).toEqual({
      followsLast: [false, true, true],
      lanes: [],
      unseen: new Map(),
    });
  });

  it('has a lane for every connection that skips layers, and takes a free one again', () => {
    const { lanes } = layerEdges(network([[], [0], [1, 0], [2], [3, 2, 0], [4]]));
    expect(lanes).toEqual([
      { from: 0, to: 2, place: 0 },
      { from: 0, to: 4, place: 1 },
      { from: 2, to: 4, place: 0 },
    ]);
  });

  it('is no connection where layers share a constant', () => {
    const shared = network([[], [0], [1, 0]]);
    const nodes = shared.nodes.map((node, i) => (i === 0 ? { ...node, opType: 'prim::Constant' } : node));
    expect(layerEdges({ ...shared, nodes })).toEqual({
      followsLast: [false, false, true],
      lanes: [],
      unseen: new Map(),
    });
  });

  it('names connections for which there is no room, and is fast for 20 000 layers that all read the first', () => {
    const started = performance.now();
    const reads = Array.from({ length: 20_000 }, (_, i) => (i === 0 ? [] : [i - 1, 0]));
    const { lanes, unseen, followsLast } = layerEdges(network(reads));
    expect(lanes.length).toBe(6);
    expect(unseen.get(19_999)).toEqual([0]);
    expect(followsLast.filter(Boolean).length).toBe(19_999);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
