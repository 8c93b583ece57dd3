import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Share of a layer's outputs at the limits of its activation: Glorot and Bengio (2010), section 3, watch it in depth. */
const many = 0.5;

/** Sigmoids or tanhs at their limits, where they are flat. */
export const saturatedUnits: Rule = {
  name: 'saturated-units',
  family: 'hidden-activation',
  title: 'saturated activations',
  rows: ['G2', 'G5', 'G6'],
  suspect({ start, subject: { design } }) {
    const output = design.network.graph.outputs[0]!.name;
    const hidden = start?.layers.filter(
      ({ name }) => design.network.layers.find((each) => each.name === name)?.output !== output,
    );
    const worst = hidden?.toSorted((a, b) => (b.saturated ?? 0) - (a.saturated ?? 0))[0];
    if (worst?.saturated === undefined || worst.saturated <= many) return undefined;
    return {
      likelihood: 0.5,
      reason: `${formatNumber(100 * worst.saturated)} % of the outputs lie at the limits of the activation at the first weights`,
      layer: worst.name,
      remedies: ['whitenedInputs', 'freshWeights', 'zeroBiases', 'reluHidden'],
    };
  },
};
