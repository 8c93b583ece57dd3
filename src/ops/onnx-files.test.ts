import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileError } from '../core/index.ts';
import { decodeModel, type Graph, verifyGraph } from '../graph/index.ts';
import { catalogue } from './catalogue.ts';
import { evaluate } from './evaluate.ts';

interface Stored {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const folder = new URL('../../test/fixtures/onnx/', import.meta.url);
const stored = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

function read(name: string): Graph {
  const { graph } = decodeModel(readFileSync(new URL(name, folder)), catalogue, { path: name });
  verifyGraph(graph, catalogue);
  return graph;
}

function expectOutputs(graph: Graph, x: Stored, expected: Readonly<Record<string, Stored>>): void {
  const results = evaluate(graph, { x: { dtype: 'float32', shape: x.shape, data: Float64Array.from(x.data) } });
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(results[name]?.shape, name).toEqual(shape);
    results[name]?.data.forEach((element, index) => {
      const difference = Math.abs(element - data[index]!);
      expect(difference, `${name}[${index}]`).toBeLessThan(1e-5 * Math.max(1, Math.abs(data[index]!)));
    });
  }
}

describe('a file of each opset computes what onnxruntime computes for it', () => {
  const { x, outputs } = stored('opsets.json') as { x: Stored; outputs: Record<string, Stored> };
  for (let opset = 13; opset <= 26; opset++) {
    it(`opset ${opset}`, () => expectOutputs(read(`opset-${opset}.onnx`), x, outputs));
  }
});

describe('a network exported by PyTorch computes what PyTorch computes, without the arithmetic on shapes', () => {
  const expected = stored('pytorch.json') as Record<string, { x: Stored; y: Stored }>;
  for (const [name, { x, y }] of Object.entries(expected)) {
    it(name, () => {
      const graph = read(`pytorch-${name}.onnx`);
      expectOutputs(graph, x, { y });
      expect(graph.inputs[0]?.shape[0]).toBe('batch');
      expect(graph.outputs[0]?.shape[0]).toBe('batch');
      expect(graph.nodes.filter(({ opType }) => opType === 'Shape' || opType === 'Gather')).toEqual([]);
    });
  }
});

describe('a damaged file', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.onnx'))) {
    it(`is read or refused with a FileError: ${name}`, () => {
      const bytes = readFileSync(new URL(name, folder));
      const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) });
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
          const damaged = Uint8Array.from(bytes);
          for (const { at, to } of changes) damaged[at] = to;
          try {
            decodeModel(damaged, catalogue);
          } catch (error) {
            if (!(error instanceof FileError)) throw error;
          }
        }),
        { numRuns: 100, seed: 1 },
      );
    });
  }
});
