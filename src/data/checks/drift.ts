import type { QuantileSketch } from '../quantile-sketch.ts';
import { type DataCheck, percent, short } from './check.ts';
import { type PartProfile, sameField } from './part-profile.ts';

/** Probability of a false alarm in data without drift, over all features together. */
const falseAlarms = 0.001;
/** Smaller differences between shares are real in large data but change little. */
const leastDifference = 0.15;
/** Points of each distribution that are compared. */
const points = 1000;

/** Another distribution in the part that results are measured on than in training (mission G6). */
export const drift: DataCheck = {
  summary: 'another distribution than in training',
  find: ({ train, others }) =>
    others.flatMap((part) => {
      const changes = changesBetween(train, part);
      const significant = changes.filter(
        ({ difference, critical }) => difference > Math.max(leastDifference, critical),
      );
      const worst = significant.reduce<Change | undefined>(
        (best, change) => (best === undefined || change.difference > best.difference ? change : best),
        undefined,
      );
      if (worst === undefined) return [];
      const { place, value, trained, found } = worst;
      return [
        {
          severity: 'warning' as const,
          part: part.name,
          message: `${significant.length} of ${changes.length} features are distributed differently than in training, most of all ${place}: ${percent(trained)} of the training samples are at most ${short(value)}, here ${percent(found)}`,
          advice: 'Find out why; train on data that resemble those that the network is for',
        },
      ];
    }),
};

interface Change {
  readonly place: string;
  /** Kolmogorov and Smirnov's D: the largest difference between the shares of samples up to some value. */
  readonly difference: number;
  readonly value: number;
  readonly trained: number;
  readonly found: number;
  /** D that chance exceeds with the probability of a false alarm, divided among all features (Bonferroni). */
  readonly critical: number;
}

function changesBetween(train: PartProfile, part: PartProfile): Change[] {
  const features = train.dataset.inputs.flatMap((field) => {
    const other = sameField(part, field);
    if (other === undefined) return [];
    const [ours, theirs] = [train.sketches(field).values, part.sketches(other).values];
    return [...ours].flatMap(([group, sketch]) => {
      const against = theirs.get(group);
      return against === undefined || sketch.count === 0 || against.count === 0
        ? []
        : [{ place: train.place(field, group), ours: sketch, theirs: against }];
    });
  });
  const alpha = falseAlarms / Math.max(features.length, 1);
  return features.map(({ place, ours, theirs }) => {
    // Elements of one image hang together: samples count, not elements.
    const [n, m] = [Math.min(ours.count, train.dataset.length), Math.min(theirs.count, part.dataset.length)];
    // Smirnov's limit, as in Conover, "Practical Nonparametric Statistics", 3rd edition, section 6.3.
    const critical = Math.sqrt((-Math.log(alpha / 2) / 2) * ((n + m) / (n * m)));
    return { place, ...largestDifference(ours, theirs), critical };
  });
}

function largestDifference(ours: QuantileSketch, theirs: QuantileSketch): Omit<Change, 'place' | 'critical'> {
  const steps = Array.from({ length: points + 1 }, (_, i) => i / points);
  const [a, b] = [ours.quantiles(steps), theirs.quantiles(steps)];
  let best = { difference: 0, value: a[0]!, trained: 0, found: 0 };
  for (let i = 0, j = 0; i <= points || j <= points; ) {
    const value = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    while (i <= points && a[i]! <= value) i++;
    while (j <= points && b[j]! <= value) j++;
    const [trained, found] = [i / (points + 1), j / (points + 1)];
    const difference = Math.abs(trained - found);
    if (difference > best.difference) best = { difference, value, trained, found };
  }
  return best;
}
