import { beforeAll, describe, expect, it } from 'vitest';
import { isFloat, toFloat64 } from '../../src/core/index.ts';
import { nchwcDomain } from '../../src/graph/index.ts';
import { allOperators, buildSample, evaluate, toReference } from '../../src/ops/index.ts';
import { lower } from '../../src/passes/index.ts';
import { type Executor, type ExecutorName, openExecutor } from '../../src/runtime/index.ts';
import exceptions from './engine-exceptions.json' with { type: 'json' };
import { type FedGraph, graphWithGradient, graphWithNan, sideBySide, titleOf } from './sample-graphs.ts';

/** Samples that ONNX Runtime does not run, and why. */
const lacking: Readonly<Record<string, string>> = exceptions.lacking;

/** Operators in which a NaN goes other ways in ONNX Runtime than in the kernels, which lose none and spread none. */
const otherNan: Readonly<Record<string, string>> = exceptions.otherNan;

/** Only the native engine has kernels on blocked channels, and blocks of sixteen on some processors only. */
const { target } = await openExecutor({ engine: 'onnxruntime-node' });
const operatorsOf = (engine: ExecutorName) =>
  engine === 'onnxruntime-node' && target === 'onnxruntime-node-blocked'
    ? allOperators
    : allOperators.filter(({ domain }) => domain !== nchwcDomain);

async function run(executor: Executor, { graph, feeds }: FedGraph) {
  const executable = await executor.load(lower(graph, { target: executor.target }).graph);
  try {
    return await executable.run(feeds);
  } finally {
    await executable.release();
  }
}

/** Elements of the engine's outputs that are off by two thousandths and by more than the rounding of numbers near 1. */
async function differences(executor: Executor, { graph, feeds }: FedGraph): Promise<string[]> {
  const results = await run(executor, { graph, feeds });
  const exact = evaluate(
    graph,
    Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, toReference(feed)])),
  );
  return graph.outputs.flatMap(({ name, dtype }) => {
    const received = toFloat64(results[name]!);
    return Array.from(exact[name]!.data).flatMap((wanted, i) => {
      const found = received[i]!;
      const close = isFloat(dtype) && Math.abs(found - wanted) <= 2e-3 * Math.abs(wanted) + 2e-6;
      return close || found === wanted || Object.is(found, wanted) ? [] : [`${name}[${i}] is ${found}, not ${wanted}`];
    });
  });
}

describe.each(['onnxruntime-node', 'onnxruntime-web'] as const)('%s', (engine) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await openExecutor({ engine });
  });

  for (const operator of operatorsOf(engine)) {
    const running = operator.samples.filter((sample) => !(titleOf(operator, sample) in lacking));

    it(`${operator.opType} agrees with float64, value and gradient, on every sample`, async () => {
      const graphs = running.map((sample) => [titleOf(operator, sample), graphWithGradient(operator, sample)] as const);
      expect(await differences(executor, sideBySide(new Map(graphs)))).toEqual([]);
    });

    if (operator.opType in otherNan) continue;
    const nans = running.flatMap((sample) => {
      const graph = graphWithNan(operator, sample);
      return graph === undefined ? [] : [[titleOf(operator, sample), graph] as const];
    });
    if (nans.length === 0) continue;
    it(`${operator.opType} sends a NaN where float64 sends it`, async () => {
      expect(await differences(executor, sideBySide(new Map(nans)))).toEqual([]);
    });
  }

  for (const operator of operatorsOf(engine)) {
    for (const sample of operator.samples) {
      const title = titleOf(operator, sample);
      if (!(title in lacking)) continue;
      it(`cannot run ${title}: ${lacking[title]}`, async () => {
        await expect(run(executor, buildSample(operator, sample))).rejects.toThrow(operator.opType);
      });
    }
  }
});
