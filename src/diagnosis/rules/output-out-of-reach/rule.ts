import { outputActivations } from '../../remedies/output-activation.ts';
import { lastLayer, outputWidth } from '../../subject.ts';
import { formatNumber } from '../format-number.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** What some activations can put out. */
const ranges: Readonly<Record<string, readonly [low: number, high: number]>> = {
  HardSigmoid: [0, 1],
  Relu: [0, Number.POSITIVE_INFINITY],
  Sigmoid: [0, 1],
  Softmax: [0, 1],
  Softplus: [0, Number.POSITIVE_INFINITY],
  Softsign: [-1, 1],
  Tanh: [-1, 1],
};

/** Numbers to predict, some of which the output activation can never give. */
export const outputOutOfReach: Rule = {
  name: 'output-out-of-reach',
  family: 'output-activation',
  title: 'the output activation cannot reach the targets',
  rows: ['G3', 'D8'],
  suspect({ subject: { design }, task, target }) {
    const activation = outputActivations(design).at(-1)?.opType;
    if (task.kind !== 'numbers' || activation === undefined) return undefined;
    if (activation === 'Softmax' && outputWidth(design.network) === 1) return undefined;
    const [low, high] = [Math.min(...target.minimum), Math.max(...target.maximum)];
    const range = ranges[activation];
    if (range === undefined || (low >= range[0] && high <= range[1])) return undefined;
    // A few targets just outside may be noise; of the mean less and plus a deviation that cannot be said.
    const isCertain = target.mean.some(
      (mean, i) => mean - target.standardDeviation[i]! < range[0] || mean + target.standardDeviation[i]! > range[1],
    );
    return {
      likelihood: 0.97,
      isCertain,
      reason: `${activation} gives ${describeRange(range)}, the targets run from ${formatNumber(low)} to ${formatNumber(high)}`,
      ...layerOf(lastLayer(design.network)),
      remedies: ['outputActivation'],
    };
  },
};

const describeRange = ([low, high]: readonly [number, number]): string =>
  high === Number.POSITIVE_INFINITY ? `nothing below ${low}` : `numbers from ${low} to ${high}`;
