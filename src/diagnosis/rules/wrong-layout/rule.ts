import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** What neighbours must be alike in another reading, at least, and how much more than as the images stand. */
const alike = 0.5;
const more = 0.15;
/** Pixels from which on a correlation is known to a hundredth. */
const fewestNumbers = 10_000;

/** Images whose memory was read with the wrong axes: neighbours are no neighbours any more. */
export const wrongLayout: Rule = {
  name: 'wrong-layout',
  family: 'layout',
  title: 'images reshaped where they should have been transposed',
  rows: ['D7'],
  suspect({ subject: { design, train }, inputs, data }) {
    const isLocal = design.network.graph.nodes.some(({ opType }) => opType === 'Conv');
    const count = inputs[0]!.count.reduce((sum, each) => sum + each, 0);
    const locality = isLocal && count >= fewestNumbers ? data?.locality : undefined;
    if (locality === undefined) return undefined;
    const { given, others } = locality;
    const best = others.reduce((a, b) => (b.correlation > a.correlation ? b : a), given);
    if (best.correlation < alike || best.correlation - given.correlation < more) return undefined;
    return {
      likelihood: 0.8,
      reason: `neighbouring pixels of '${train.inputs[0]!.name}' have a correlation of ${formatNumber(given.correlation)} as the images stand (${given.axes}), and of ${formatNumber(best.correlation)} where the same memory is read as ${best.axes}: it was reshaped where it should have been transposed`,
      remedies: [],
      measured: {
        status: 'confirmed',
        quantity: 'correlation of neighbouring pixels',
        found: given.correlation,
        expected: best.correlation,
      },
    };
  },
};
