import { beforeAll, describe, expect, it } from 'vitest';
import { nchwcDomain } from '../../src/graph/index.ts';
import { allOperators, buildSample } from '../../src/ops/index.ts';
import { type Executor, type ExecutorName, openExecutor } from '../../src/runtime/index.ts';
import { differences, runOnce } from './engine-differences.ts';
import exceptions from './engine-exceptions.json' with { type: 'json' };
import { graphWithGradient, graphWithNan, sideBySide, titleOf } from './sample-graphs.ts';

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
        await expect(runOnce(executor, buildSample(operator, sample))).rejects.toThrow(operator.opType);
      });
    }
  }
});
