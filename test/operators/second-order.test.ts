import { describe, expect, it } from 'vitest';
import { checkGradient, gradient, withScalarOutput } from '../../src/autodiff/index.ts';
import { type Graph, rebuild } from '../../src/graph/index.ts';
import { allOperators, buildSample, catalogue, findOperator, type Operator, type Sample } from '../../src/ops/index.ts';
import { titleOf } from './sample-graphs.ts';

/** Samples at which a second derivative is known to be left out. */
const leftOut: Readonly<Record<string, string>> = {
  'ReduceProd: one zero in a row, two in another': 'the gradient is exact at zeros, its own derivative is not',
};

/** The gradient of a weighted sum of the sample's float outputs, as a graph of its own. */
function gradientGraph(operator: Operator, sample: Sample) {
  const { graph, feeds, floatInputs } = buildSample(operator, sample);
  const differentiable = floatInputs.length > 0 && graph.outputs.some((output) => output.dtype === 'float32');
  if (!differentiable) return undefined;
  const { graph: contracted, scalar } = withScalarOutput(graph);
  const { builder, value } = rebuild(contracted, catalogue, { outputs: false });
  const gradients = gradient(builder, value(scalar), floatInputs.map(value));
  for (const [name, derivative] of gradients) builder.output(derivative, `derivative/${name}`);
  return { graph: builder.build(), feeds, floatInputs };
}

/** Whether the catalogue says of an operator in the graph that it has no gradient. */
function endsHere(graph: Graph): boolean {
  return graph.nodes.some((node) => {
    const { gradient: rule } = findOperator(node);
    return typeof rule === 'object' && 'missing' in rule;
  });
}

describe('the gradient of a gradient agrees with central differences in float64', () => {
  for (const operator of allOperators) {
    if (typeof operator.gradient !== 'function') continue;
    operator.samples.forEach((sample) => {
      const title = titleOf(operator, sample);
      const first = gradientGraph(operator, sample);
      if (title in leftOut || first === undefined || first.graph.outputs.length === 0 || endsHere(first.graph)) return;
      it(title, () => {
        const { relativeError } = checkGradient(first.graph, first.feeds, first.floatInputs);
        expect(relativeError).toBeLessThan(1e-5);
      });
    });
  }
});
