import { gradient } from '../../autodiff/index.ts';
import { elementCount, RandomStream, type Tensor } from '../../core/index.ts';
import { rebuild } from '../../graph/index.ts';
import { type Network, networkOutput } from '../../nn/index.ts';
import { catalogue } from '../../ops/index.ts';
import { toInferenceForm } from '../../passes/index.ts';
import type { Executor } from '../../runtime/index.ts';
import { weightedLayers } from '../network/layer-chain.ts';
import { bindBatch, runGraph } from './run-graph.ts';

/** What a network makes of one of its inputs. */
export interface InputUse {
  readonly name: string;
  /** Numbers a sample. */
  readonly elements: number;
  /** How many of them move no output for any sample of the batch. All of them do not where the network is dead. */
  readonly ignored: number;
  /** Positions of the first of these within a sample. */
  readonly firstIgnored: readonly number[];
  /** Frobenius norm of the derivative of a sample's outputs by this input, root mean square over the samples. */
  readonly jacobianNorm: number;
}

const mostListed = 20;

/**
 * Which elements of the inputs the network's answer hangs on: the gradient of a random combination of what leaves the last
 * layer, before its activation, by every element. One backward pass; the norm of the Jacobian is estimated from it
 * (Hutchinson, "A stochastic estimator of the trace of the influence matrix", 1990).
 *
 * @param feeds the network's inputs for some samples
 * @returns inputs of integers, and those that no gradient leads to, are left out
 */
export async function measureInputUse(
  network: Network,
  feeds: Readonly<Record<string, Tensor>>,
  executor: Executor,
): Promise<InputUse[]> {
  const samples = Object.values(feeds)[0]!.shape[0]!;
  const graph = bindBatch(network, toInferenceForm(network.graph).graph, samples);
  const { builder, value } = rebuild(graph, catalogue, { outputs: false });
  const last = weightedLayers(network).findLast(({ isLast }) => isLast);
  const of = value(last?.linear ?? networkOutput(network).name);
  const signs = new RandomStream(0, 'input use');
  const data = Float32Array.from({ length: elementCount(of.shape as number[]) }, () =>
    signs.uniform() < 0.5 ? -1 : 1,
  );
  const weighted = builder.op('Mul', [of, builder.constant({ dtype: 'float32', shape: of.shape as number[], data })]);
  const numbers = graph.inputs.filter(({ dtype }) => dtype === 'float32');
  const gradients = gradient(
    builder,
    builder.op('ReduceSum', [weighted], { keepdims: 0 }),
    numbers.map(({ name }) => builder.value(name)),
  );
  const outputs = new Map(
    [...gradients].map(([name, slope]) => [name, builder.output(slope, `gradient/${name}`).name]),
  );
  if (outputs.size === 0) return [];
  const results = await runGraph(executor, builder.build(), feeds);
  return [...outputs].map(([name, output]) => readUse(name, results[output]!.data as Float32Array, samples));
}

function readUse(name: string, slopes: Float32Array, samples: number): InputUse {
  const elements = slopes.length / samples;
  const isUsed = new Uint8Array(elements);
  let squares = 0;
  for (let i = 0; i < slopes.length; i++) {
    const slope = slopes[i]!;
    if (slope !== 0) isUsed[i % elements] = 1;
    squares += slope * slope;
  }
  const ignored = [...isUsed.keys()].filter((element) => isUsed[element] === 0);
  return {
    name,
    elements,
    ignored: ignored.length,
    firstIgnored: ignored.slice(0, mostListed),
    jacobianNorm: Math.sqrt(squares / samples),
  };
}
