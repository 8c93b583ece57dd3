import { areStacked, type Locality, meantReading, measureLocality } from '../../evidence/data/locality.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule, Suspicion } from '../rule.ts';

/** Images whose memory was read with the wrong axes: neighbours are no neighbours any more. */
export const wrongLayout: Rule = {
  name: 'wrong-layout',
  family: 'layout',
  title: 'images reshaped where they should have been transposed',
  rows: ['D7'],
  suspect({ subject: { design, train, validation } }) {
    const images = measureLocality(design.network, train, validation).filter(({ kind }) => kind === 'images');
    for (const locality of images) {
      const meant = meantReading(locality);
      const isStacked = areStacked(locality) && locality.samplesLast > (meant?.likeness ?? 0);
      if (isStacked) return suspicionOf(locality, 'samples last', locality.samplesLast, []);
      if (meant !== undefined) return suspicionOf(locality, meant.axes, meant.likeness, ['transposedLayout']);
    }
    return undefined;
  },
};

function suspicionOf(
  { given, view: { input, reshape } }: Locality,
  axes: string,
  likeness: number,
  remedies: Suspicion['remedies'],
): Suspicion {
  return {
    likelihood: 0.9,
    ...(reshape?.layer && { layer: reshape.layer }),
    reason: `neighbouring pixels of '${input}' have a correlation of ${formatNumber(given.likeness)} as the network reads them (${given.axes}), and of ${formatNumber(likeness)} where the same memory is read as ${axes}: it was reshaped where it should have been transposed`,
    remedies,
    measured: {
      status: 'confirmed',
      quantity: 'correlation of neighbouring pixels',
      found: given.likeness,
      expected: likeness,
    },
  };
}
