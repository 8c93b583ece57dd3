import { describe, expect, it } from 'vitest';
import { addGradients } from '../../src/autodiff/index.ts';
import { type DataType, fromNumbers, type Tensor } from '../../src/core/index.ts';
import { type Graph, GraphBuilder, type PlainAttributes, type Value } from '../../src/graph/index.ts';
import { catalogue, evaluate, type ReferenceTensor, toReference } from '../../src/ops/index.ts';
import stored from '../fixtures/pytorch/operators.json' with { type: 'json' };

interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Case {
  readonly name: string;
  readonly opType: string;
  readonly attributes: PlainAttributes;
  readonly inputs: readonly (StoredTensor | null)[];
  readonly outputs: readonly StoredTensor[];
  readonly cotangents: readonly (StoredTensor | null)[];
  readonly inputGradients: readonly (StoredTensor | null)[];
}

const cases = stored.cases as unknown as readonly Case[];

function tensorOf({ dtype, shape, data }: StoredTensor): Tensor {
  return fromNumbers(dtype as DataType, shape, data);
}

/** Integers are constants, and so are the numbers of an operator that no gradient flows to. */
function isConstant({ inputs, inputGradients }: Case, index: number): boolean {
  return (
    inputs[index]!.dtype === 'int64' ||
    (inputGradients[index] === null && inputGradients.some((gradient) => gradient !== null))
  );
}

/** A graph of the case's node, and of Σ cotangent · output where there are cotangents. */
function graphOf(item: Case): {
  graph: Graph;
  total: string | undefined;
} {
  const { opType, attributes, inputs, outputs, cotangents } = item;
  const builder = new GraphBuilder(catalogue);
  const given = inputs.map((input, index) => {
    if (input === null) return undefined;
    const { dtype, shape } = tensorOf(input);
    return isConstant(item, index)
      ? builder.initializer(`input${index}`, tensorOf(input))
      : builder.input(`input${index}`, dtype, shape);
  });
  const names = outputs.map((_, index) => `output${index}`);
  const results = builder.ops(opType, given, attributes, names).map((output) => builder.output(output));
  const parts = results.flatMap((output, index): Value[] => {
    const cotangent = cotangents[index];
    if (cotangent === null || cotangent === undefined) return [];
    const weighted = builder.op('Mul', [output, builder.constant(tensorOf(cotangent))]);
    return [builder.op('ReduceSum', [weighted], { keepdims: 0 })];
  });
  const total = parts.length === 0 ? undefined : parts.reduce((sum, part) => builder.op('Add', [sum, part]));
  return { graph: builder.build(), total: total?.name };
}

function feedsOf(item: Case): Record<string, ReferenceTensor> {
  return Object.fromEntries(
    item.inputs.flatMap((input, index) =>
      input === null || isConstant(item, index) ? [] : [[`input${index}`, toReference(tensorOf(input))]],
    ),
  );
}

/** Fails where an element is off by more than 1e-7 and by more than a millionth of itself. */
function expectClose(received: ReferenceTensor, expected: StoredTensor): void {
  expect({ dtype: received.dtype, shape: received.shape }).toEqual({ dtype: expected.dtype, shape: expected.shape });
  expected.data.forEach((wanted, i) => {
    expect(Math.abs(received.data[i]! - wanted), `element ${i}`).toBeLessThanOrEqual(
      Math.max(1e-7, 1e-6 * Math.abs(wanted)),
    );
  });
}

describe('operators in float64 agree with PyTorch', () => {
  it.each(cases.map((item) => ({ title: `${item.opType}: ${item.name}`, item })))('$title', ({ item }) => {
    const { graph, total } = graphOf(item);
    const feeds = feedsOf(item);
    const values = evaluate(graph, feeds);
    item.outputs.forEach((expected, index) => {
      expectClose(values[`output${index}`]!, expected);
    });
    const differentiable = item.inputGradients.flatMap((expected, index) =>
      expected === null ? [] : [{ name: `input${index}`, expected }],
    );
    if (total === undefined || differentiable.length === 0) return;
    const { graph: withGradients, names } = addGradients(
      graph,
      total,
      differentiable.map(({ name }) => name),
    );
    const gradients = evaluate(withGradients, feeds);
    for (const { name, expected } of differentiable) {
      const gradientName = names.get(name);
      if (gradientName === undefined) expect(expected.data.every((element) => element === 0)).toBe(true);
      else expectClose(gradients[gradientName]!, expected);
    }
  });
});
