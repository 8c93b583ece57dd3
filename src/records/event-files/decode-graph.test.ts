import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNetwrightError } from '../../core/index.ts';
import { decodeGraph, readEventFile } from './index.ts';

const fixtures = join(import.meta.dirname, '../../../test/fixtures/event-files');
const graphs = JSON.parse(readFileSync(join(fixtures, 'graphs.json'), 'utf8')) as Record<
  string,
  { name: string; op: string; inputs: string[]; shapes: unknown[] | null }[]
>;

async function graphOf(name: string): Promise<Uint8Array> {
  for await (const { entries } of readEventFile(join(fixtures, `${name}.tfevents`))) {
    const value = entries.find(({ kind }) => kind === 'graph')?.decode();
    if (value?.kind === 'graph') return value.bytes;
  }
  throw new Error('no graph');
}

describe('the reader of graphs', () => {
  it.each(Object.keys(graphs))('reads %s node by node as TensorFlow does', async (name) => {
    const { nodes, total } = decodeGraph(await graphOf(name), 1000, name);
    expect(total).toBe(graphs[name]!.length);
    const hasShapes = (i: number) => graphs[name]![i]!.shapes !== null;
    expect(
      nodes.map(({ name: own, op, inputs, shapes }, i) => ({
        name: own,
        op,
        inputs,
        shapes: hasShapes(i) ? shapes : null,
      })),
    ).toEqual(graphs[name]);
  });

  it('says attributes in words, and types', async () => {
    const { nodes } = decodeGraph(await graphOf('tensorflow-graph'), 1000, 'tensorflow');
    const product = nodes.find(({ op }) => op === 'MatMul')!;
    expect(product.dtype).toBe('float32');
    expect(product.attributes.get('transpose_a')).toBe('false');
    expect(product.attributes.get('T')).toBe('float32');
    const input = nodes.find(({ op }) => op === 'Placeholder')!;
    expect(input.attributes.get('shape')).toBe('[?, 2]');
    const { nodes: torch } = decodeGraph(await graphOf('torch-graph'), 1000, 'torch');
    expect(torch.find(({ op }) => op === 'prim::Constant')!.attributes.get('attr')).toBe('{ value : 2}');
  });

  it('reads no more nodes than it may, and counts them all', async () => {
    const { nodes, total } = decodeGraph(await graphOf('torch-graph'), 3, 'torch');
    expect([nodes.length, total]).toEqual([3, graphs['torch-graph']!.length]);
  });

  it('answers damage of any kind with a FileError or a graph', async () => {
    const whole = await graphOf('torch-graph');
    const byte = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 6 }), fc.nat(whole.length), (changes, length) => {
        const damaged = whole.slice(0, length);
        for (const [at, value] of changes) if (at < length) damaged[at] = value;
        try {
          expect(decodeGraph(damaged, 1000, 'damaged').nodes.length).toBeLessThanOrEqual(1000);
        } catch (error) {
          if (!isNetwrightError(error)) throw error;
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});
