import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromNumbers } from '../../src/core/index.ts';
import { loadStateDict } from '../../src/importers/index.ts';
import { type LayerInput, networkOutput, sequential } from '../../src/nn/index.ts';
import { evaluate } from '../../src/ops/index.ts';

interface Stored {
  readonly input: { readonly shape: readonly number[]; readonly values: readonly number[] };
  readonly state: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>>;
  readonly output: readonly number[];
}

const file = new URL('../fixtures/pytorch/state-dicts.json', import.meta.url);
const cases: Readonly<Record<string, Stored>> = JSON.parse(readFileSync(file, 'utf8'));

function layerOf(name: string): LayerInput {
  const options = { name: 'cell', units: 2, returnSequences: true, bidirectional: name.endsWith('directions') };
  if (name.startsWith('lstm')) return { layer: 'lstm', ...options };
  if (name.startsWith('gru')) return { layer: 'gru', ...options };
  if (name.startsWith('simpleRnn')) return { layer: 'simpleRnn', ...options };
  return { layer: 'multiHeadAttention', name: 'cell', heads: 2 };
}

describe("a state dict of PyTorch gives PyTorch's outputs in a layer of our own:", () => {
  it.each(Object.entries(cases))('%s', (name, { input, state, output }) => {
    const network = sequential([layerOf(name)], { inputShape: input.shape.slice(1) });
    const tensors = Object.entries(state).map(
      ([key, { shape, values }]) => [`module.cell.${key}`, fromNumbers('float32', shape, values)] as const,
    );
    const { network: loaded, report } = loadStateDict(network, new Map(tensors));
    expect(report).toMatchObject({ missing: [], leftOver: [], contradictions: [] });
    const x = { dtype: 'float32' as const, shape: input.shape, data: Float64Array.from(input.values) };
    const { data } = evaluate(loaded.graph, { input: x })[networkOutput(loaded).name]!;
    expect(data.length).toBe(output.length);
    for (const [i, y] of output.entries()) expect(Math.abs(data[i]! - y)).toBeLessThan(1e-5);
  });
});
