import { average } from '../average.ts';

export type Verdict = 'faulty' | 'healthy' | 'no-signal' | 'inconclusive';

/** A gain smaller than this share of the way from a constant answer to a perfect one is not worth naming. */
export const smallestGain = 0.1;
/** Nor is one smaller than this, where a constant answer is all but perfect. */
const smallestDifference = 0.03;
/** A training that learns this share of what the whole recipe learns is not called faulty. */
const learnedEnough = 0.7;
/** Where only the training samples can be learned, a training that learns this share of them has not failed. */
const memorizedEnough = 0.25;
/** Where seeds overlap, a gain must be this large. */
const overlappingGain = 0.3;

/** What there is to gain over a constant answer. */
export const headroomOf = (floor: number): number => Math.max(1 - floor, 0.05);

/**
 * Whether a training is at fault, from its scores and those of the whole recipe, seed by seed.
 *
 * @param floor score of the best constant answer
 * @param memory where these are scores on the training samples, since nothing is learned for others: whether learning them
 *   by heart counts at all
 */
export function judge(
  before: readonly number[],
  after: readonly number[],
  floor: number,
  memory?: 'no cure' | 'last resort',
): Verdict {
  const headroom = headroomOf(floor);
  const least = Math.max(smallestDifference, smallestGain * headroom);
  const gain = average(after) - average(before);
  const unlessFaulty = average(before) > floor + least ? 'healthy' : 'no-signal';
  if (average(after) <= floor + least || gain < least) return unlessFaulty;
  const learned = (average(before) - floor) / (average(after) - floor);
  if (memory === 'no cure' || (memory === 'last resort' && learned >= memorizedEnough)) return 'no-signal';
  if (learned >= learnedEnough) return unlessFaulty;
  const overlaps = Math.min(...after) <= Math.max(...before);
  return overlaps && gain < overlappingGain * headroom ? unlessFaulty : 'faulty';
}
