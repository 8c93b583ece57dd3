import { meantReading, measureLocality } from '../../evidence/data/locality.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Series whose memory holds all steps of one feature side by side, read as all features of one step, or the other way. */
export const timeAsFeatures: Rule = {
  name: 'time-as-features',
  family: 'layout',
  title: 'time and features of series mixed up by a reshape',
  rows: ['D7'],
  suspect({ subject: { design, train } }) {
    const series = measureLocality(design.network, train).filter(({ kind }) => kind === 'series');
    for (const locality of series) {
      const { given, view } = locality;
      const meant = meantReading(locality);
      if (meant === undefined) continue;
      return {
        likelihood: 0.8,
        ...(view.reshape?.layer && { layer: view.reshape.layer }),
        reason: `numbers side by side in the samples of '${view.input}' are alike and cease to be so where a line of the order '${meant.axes}' ends (correlations differ by ${formatNumber(meant.likeness)}), not where one of '${given.axes}' does, as the network reads them (${formatNumber(given.likeness)}): they were reshaped where they should have been transposed`,
        remedies: ['transposedLayout'],
      };
    }
    return undefined;
  },
};
