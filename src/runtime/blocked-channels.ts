import { toNumbers } from '../core/index.ts';
import { allOperators, buildSample, evaluate, toReference } from '../ops/index.ts';
import type { Executor } from './executor.ts';

/**
 * Whether an engine has kernels on blocked channels and they lay out sixteen channels to a block, as the graphs that
 * passes write expect: true of ONNX Runtime's native library on processors with 512-bit registers. A convolution of
 * blocked weights is run and compared with the reference kernel. Speed is not measured: what a graph is lowered to must
 * not depend on chance, or a resumed run would differ.
 */
export async function runsBlockedChannels(executor: Executor): Promise<boolean> {
  const operator = allOperators.find(({ opType }) => opType === 'NchwcConv')!;
  const { graph, feeds } = buildSample(operator, operator.samples[0]!);
  const references = Object.entries(feeds).map(([name, feed]) => [name, toReference(feed)]);
  const expected = evaluate(graph, Object.fromEntries(references));
  try {
    const executable = await executor.load(graph);
    const results = await executable.run(feeds);
    await executable.release();
    return graph.outputs.every(({ name }) =>
      toNumbers(results[name]!).every((element, i) => Math.abs(element - expected[name]!.data[i]!) < 1e-3),
    );
  } catch {
    return false;
  }
}
