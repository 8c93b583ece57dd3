import { describe, expect, it } from 'vitest';
import { NodeContext, netwrightDomain, rebuild, type Value } from '../../graph/index.ts';
import {
  allOperators,
  buildSample,
  catalogue,
  evaluate,
  findOperator,
  type Operator,
  type Sample,
  toReference,
} from '../../ops/index.ts';
import { lower } from '../lower.ts';
import { lowerings, type Target } from './index.ts';

const targets = Object.keys(lowerings).filter((target) => target !== 'reference') as Target[];
const everyLowering = [...new Set(targets.flatMap((target) => lowerings[target]))];

const operatorOf = (opType: string) => allOperators.find((operator) => operator.opType === opType)!;

/** A sample's graph with its values, and its node as lowerings see it. */
function prepared(operator: Operator, sample: Sample) {
  const { graph, feeds } = buildSample(operator, sample);
  const references = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toReference(tensor)]));
  const node = graph.nodes[0]!;
  const inputs = node.inputs.map((name) => (name === '' ? undefined : graph.types.get(name)));
  const constants = node.inputs.map((name) => graph.initializers.get(name));
  return { graph, references, context: new NodeContext(node, findOperator(node), inputs, constants) };
}

describe('every lowering computes what the operator computes', () => {
  for (const lowering of everyLowering) {
    const operator = operatorOf(lowering.opType);
    let applied = 0;
    operator.samples.forEach((sample, index) => {
      const { graph, references, context } = prepared(operator, sample);
      if (!lowering.applies(context)) return;
      applied++;
      it(`${lowering.name}: ${sample.name ?? `sample ${index + 1}`}`, () => {
        const { builder } = rebuild(graph, catalogue, {
          replace: (_node, inputs, builder) => lowering.lower(builder, inputs as readonly Value[], context),
        });
        const expected = evaluate(graph, references);
        const received = evaluate(builder.build(), references);
        for (const [name, { dtype, shape, data }] of Object.entries(expected)) {
          expect({ ...received[name], data: undefined }).toEqual({ dtype, shape, data: undefined });
          data.forEach((element, i) => {
            // Constants that the lowering writes are rounded to float32.
            expect(Math.abs(received[name]!.data[i]! - element)).toBeLessThan(1e-7 * (1 + Math.abs(element)));
          });
        }
      });
    });
    it(`${lowering.name} applies to some sample`, () => {
      expect(applied).toBeGreaterThan(0);
    });
  }
});

describe('lower', () => {
  for (const target of targets) {
    it(`leaves no operator of netwright's own for ${target}`, () => {
      for (const operator of allOperators) {
        if (operator.domain !== netwrightDomain) continue;
        for (const sample of operator.samples) {
          const lowered = lower(buildSample(operator, sample).graph, { target });
          expect(lowered.modified).toBe(true);
          expect(lowered.graph.nodes.filter((node) => node.domain === netwrightDomain)).toEqual([]);
        }
      }
    });
  }

  it('returns the graph itself where there is nothing to lower', () => {
    const { graph } = buildSample(operatorOf('Relu'), operatorOf('Relu').samples[0]!);
    expect(lower(graph, { target: 'onnxruntime-node' })).toEqual({ graph, modified: false });
  });
});
