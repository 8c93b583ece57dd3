import { describe, expect, it } from 'vitest';
import { argumentCounts } from '../graph/index.ts';
import { allOperators } from './catalogue.ts';
import { evaluate } from './evaluate.ts';
import * as operators from './operators/index.ts';
import { toReference } from './reference-tensor.ts';
import { buildSample } from './sample-graph.ts';

describe('the catalogue of operators', () => {
  it('holds each operator type once', () => {
    expect(allOperators.length).toBe(Object.keys(operators).length);
  });

  for (const operator of allOperators) {
    it(`${operator.opType} has samples that use no more arguments than it takes`, () => {
      expect(operator.samples.length).toBeGreaterThan(0);
      const { minimum, maximum } = argumentCounts(operator.inputs);
      for (const sample of operator.samples) {
        expect(sample.inputs.length).toBeGreaterThanOrEqual(minimum);
        expect(sample.inputs.length).toBeLessThanOrEqual(maximum);
      }
    });

    operator.samples.forEach((sample, index) => {
      it(`${operator.opType}: the shape rule and the kernel agree on ${sample.name ?? `sample ${index + 1}`}`, () => {
        const { graph, feeds } = buildSample(operator, sample);
        const references = Object.fromEntries(
          Object.entries(feeds).map(([name, tensor]) => [name, toReference(tensor)]),
        );
        const results = evaluate(graph, references);
        for (const output of graph.outputs) {
          const result = results[output.name]!;
          expect({ dtype: result.dtype, shape: result.shape }).toEqual({ dtype: output.dtype, shape: output.shape });
          expect(result.data.length).toBe(result.shape.reduce((product, length) => product * length, 1));
        }
      });
    });
  }
});
