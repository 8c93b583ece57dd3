import { fitUsually } from '../../remedies/squashed-inputs.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Inputs of so many decades that no single scale serves large and small ones: photon counts, incomes (G7). */
export const wideRangeInputs: Rule = {
  name: 'wide-range-inputs',
  family: 'input-scaling',
  title: 'inputs of a huge dynamic range',
  rows: ['G7', 'C5'],
  suspect({ subject: { design, train }, inputs }) {
    if (design.network.preparation !== undefined) return undefined;
    // Without finite inputs there is no range to speak of.
    if (inputs.some(({ nonFiniteCount }) => nonFiniteCount.some((count) => count > 0))) return undefined;
    const fitted = fitUsually(train);
    for (const { name, squash } of fitted?.inputs ?? []) {
      const index = squash?.findIndex((each) => each !== null) ?? -1;
      const found = squash?.[index];
      if (!found) continue;
      const largest = Math.max(...(inputs.find((input) => input.name === name)?.maximum ?? []));
      const expression = { tanh: 'tanh(x / C)', asinh: 'asinh(x / C)', log1p: 'log(1 + x / C)' }[found.function];
      return {
        likelihood: 0.6,
        reason: `input '${name}' reaches ${formatNumber(largest)}, more than 100 times its typical size: ${expression} with C = ${formatNumber(found.scale)} would bring it under control`,
        remedies: ['squashedInputs', 'boundedInputs'],
      };
    }
    return undefined;
  },
};
