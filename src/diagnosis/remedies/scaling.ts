import { fieldStatistics } from '../../data/index.ts';
import type { Value } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { Remedy } from './remedy.ts';

/** Features whose mean lies within this of 0, and whose deviation is within this factor of 1, need no whitening. */
const toleratedMean = 1;
const toleratedFactor = 3;

function isWhite(mean: ArrayLike<number>, deviation: ArrayLike<number>): boolean {
  for (let i = 0; i < mean.length; i++) {
    const spread = deviation[i]!;
    if (spread === 0) continue;
    if (Math.abs(mean[i]!) > toleratedMean || spread > toleratedFactor || spread < 1 / toleratedFactor) return false;
  }
  return true;
}

/** Inputs less their mean, divided by their deviation, as the training samples have them (G6): inside the network. */
export const whitenedInputs: Remedy = {
  family: 'input-scaling',
  summary: 'whitened inputs',
  apply(design, { train }) {
    let { network } = design;
    // What a preparation inside the network makes of raw inputs is white already.
    if (network.preparation !== undefined) return undefined;
    for (const { name } of design.network.graph.inputs) {
      const field = train.inputs.find((input) => input.name === name) ?? train.inputs[0]!;
      const { kind, mean, standardDeviation } = fieldStatistics(train, field.name);
      if (!(kind === 'feature' || mean.length === 1) || isWhite(mean, standardDeviation)) continue;
      network = withWhitening(network, name, mean, standardDeviation);
    }
    return network === design.network ? undefined : { ...design, network };
  },
};

/** Whitens one input of a network; a feature that does not vary becomes 0. */
function withWhitening(network: Network, input: string, mean: Float64Array, deviation: Float64Array): Network {
  let white: Value | undefined;
  return rewriteNetwork(network, {
    replace(node, inputs, builder) {
      if (!node.inputs.includes(input)) return undefined;
      white ??= builder.withLayer('whiten', () => {
        const shape = mean.length === 1 ? [] : [mean.length];
        const tensor = (values: Iterable<number>) =>
          builder.constant({ dtype: 'float32' as const, shape, data: Float32Array.from(values) });
        const centred = builder.op('Sub', [builder.value(input), tensor(mean)]);
        return builder.op('Mul', [centred, tensor(Array.from(deviation, (value) => (value > 0 ? 1 / value : 1)))]);
      });
      const whitened = white;
      const names = inputs.map((value) => (value?.name === input ? whitened.name : (value?.name ?? '')));
      return builder.add({ ...node, inputs: names });
    },
  });
}

/** Targets less their mean, divided by their deviation; answers come back in the targets' units. */
export const scaledTargets: Remedy = {
  family: 'target-scaling',
  summary: 'targets scaled to mean 0 and deviation 1',
  apply(design, { task, train }) {
    if (task.kind !== 'numbers' || design.targets.kind !== 'as given') return undefined;
    const { mean, standardDeviation } = fieldStatistics(train, train.target!.name);
    if (isWhite(mean, standardDeviation)) return undefined;
    const deviation = Array.from(standardDeviation, (value) => (value > 0 ? value : 1));
    return { ...design, targets: { kind: 'scaled', mean: Array.from(mean), deviation } };
  },
};
