import { finalLoss, firstLoss, type LossCurve, largestLoss, lowestLoss, settledLoss } from './curve.ts';
import type { CaseRunName } from './steps.ts';

/** The curves of the case study under one seed. */
export type CaseCurves = Readonly<Record<CaseRunName, LossCurve>>;

/** What is needed beside the curves. */
export interface FindingContext {
  readonly curves: CaseCurves;
  /** Loss of always answering the mean of the training targets. */
  readonly constantLoss: number;
}

/** What one step showed under one seed. */
export interface Observation {
  /** Whether the article's claim holds. */
  readonly agrees: boolean;
  /** Ours, in numbers. */
  readonly ours: string;
}

/** One step of the story. */
export interface CaseStep {
  readonly id: `C${number}`;
  /** Its curves, the first one its own. */
  readonly runs: readonly CaseRunName[];
  /** What the article says that the curve shows. */
  readonly claim: string;
  /** How that is told by numbers. */
  readonly test: string;
  readonly observe: (context: FindingContext) => Observation;
}

/** C6: a loss this many times that with batch norm is an explosion. */
const explosion = 1e4;
/** "Almost four orders of magnitude". */
const almostFourOrders = 10 ** 3.5;
/** C10: losses within this factor of each other are about the same, for seeds alone make a tenth. */
const aboutTheSame = 1.35;

const format = (value: number): string => String(Number(value.toPrecision(3)));

/** The steps of the article's case study, in order. */
export const caseSteps: readonly CaseStep[] = [
  {
    id: 'C1',
    runs: ['c1'],
    claim: 'it does not learn at all',
    test: 'final loss at least 0.8 times that of a constant answer',
    observe({ curves, constantLoss }) {
      const final = finalLoss(curves.c1);
      const ours = `loss ${format(final)}; a constant answer has ${format(constantLoss)}`;
      return { agrees: !(final < 0.8 * constantLoss), ours };
    },
  },
  {
    id: 'C2',
    runs: ['c2', 'c3'],
    claim: 'wild, unsmooth loss',
    test: 'the loss leaps to 10 times its first value or more, and that of C3, at a lower rate, to no more than twice',
    observe({ curves: { c2, c3 } }) {
      const leap = largestLoss(c2) / firstLoss(c2);
      const calm = largestLoss(c3) / firstLoss(c3);
      return {
        agrees: leap >= 10 && calm <= 2,
        ours: `leaps to ${format(leap)} times its first value, C3 to ${format(calm)}; ends at ${format(finalLoss(c2))}`,
      };
    },
  },
  {
    id: 'C3',
    runs: ['c3', 'c4'],
    claim: 'the rate falls too soon',
    test: 'final loss at least 1.2 times that of C4, whose drops come later',
    observe({ curves }) {
      const [final, later] = [finalLoss(curves.c3), finalLoss(curves.c4)];
      return { agrees: final >= 1.2 * later, ours: `loss ${format(final)}; with later drops ${format(later)}` };
    },
  },
  {
    id: 'C4',
    runs: ['c4', 'c3'],
    claim: 'better, loss still not near 0',
    test: 'final loss below that of C3, above 0.1',
    observe({ curves }) {
      const final = finalLoss(curves.c4);
      return { agrees: final < finalLoss(curves.c3) && final > 0.1, ours: `loss ${format(final)}` };
    },
  },
  {
    id: 'C5',
    runs: ['c5', 'c4'],
    claim: 'error under 1, but it cannot overfit the training set',
    test: 'final loss below 1 and below that of C4, above 0.01, which C8 shows to be within reach',
    observe({ curves }) {
      const final = finalLoss(curves.c5);
      const agrees = final < 1 && final < finalLoss(curves.c4) && final > 0.01;
      return { agrees, ours: `loss ${format(final)}` };
    },
  },
  {
    id: 'C6',
    runs: ['c6'],
    claim: 'NaN within one or two iterations: batch norm had hidden exploding gradients',
    test: `NaN, or ${format(explosion)} times the first loss of C5, within two steps`,
    observe({ curves }) {
      const largest = largestLoss(curves.c6, 2);
      const times = largest / firstLoss(curves.c5);
      const ours = Number.isFinite(largest)
        ? `explodes to ${format(largest)} within two steps, ${format(times)} times C5; float32 holds that: no NaN`
        : 'NaN within two steps';
      return { agrees: times >= explosion, ours };
    },
  },
  {
    id: 'C7',
    runs: ['c7'],
    claim: 'overfits one or two inputs: from above 5 the error falls almost four orders of magnitude',
    test: 'first loss above 5, final loss at most 10^-3.5 of it',
    observe({ curves: { c7 } }) {
      const [first, final] = [firstLoss(c7), finalLoss(c7)];
      const agrees = first > 5 && final * almostFourOrders <= first;
      return { agrees, ours: `from ${format(first)} to ${format(final)}` };
    },
  },
  {
    id: 'C8',
    runs: ['c8'],
    claim: 'loss under 0.01 on the whole training set',
    test: 'an epoch with a mean training loss below 0.01',
    observe({ curves: { c8 } }) {
      const [lowest, final] = [lowestLoss(c8), finalLoss(c8)];
      return { agrees: lowest < 0.01, ours: `loss ${format(lowest)}, at the end ${format(final)}${onValidation(c8)}` };
    },
  },
  {
    id: 'C9',
    runs: ['c9', 'c8'],
    claim: 'at a tenth of the rate better still',
    test: 'final loss at most 0.7 times that of C8',
    observe({ curves: { c8, c9 } }) {
      const final = finalLoss(c9);
      return { agrees: final <= 0.7 * finalLoss(c8), ours: `loss ${format(final)}${onValidation(c9)}` };
    },
  },
  {
    id: 'C10',
    runs: ['c10Fast', 'c10Slow', 'c8', 'c9'],
    claim: '× 0.9995 a step is poor: too fast; × 0.999995 about the same as no decay',
    test: `loss with 0.9995 at least ${aboutTheSame} times that of C9, whose rate falls late and less far; that with 0.999995 within a factor of ${aboutTheSame} of that without decay, over the last third`,
    observe({ curves }) {
      const [fast, slow, none, late] = [
        settledLoss(curves.c10Fast),
        settledLoss(curves.c10Slow),
        settledLoss(curves.c8),
        finalLoss(curves.c9),
      ];
      const isClose = slow <= aboutTheSame * none && none <= aboutTheSame * slow;
      const noise = fast < none ? ', which is the noise of its rate' : '';
      const ours = `loss ${format(fast)}, ${format(slow)} and without decay ${format(none)}${noise}; where it falls late ${format(late)}`;
      return { agrees: fast >= aboutTheSame * late && isClose, ours };
    },
  },
];

function onValidation({ validation }: LossCurve): string {
  return validation === undefined ? '' : `; validation ${format(validation)}`;
}
