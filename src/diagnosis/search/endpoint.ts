import { average } from '../average.ts';
import type { RemedyName } from '../remedies/index.ts';
import { wholeRecipe } from '../remedies/whole-recipe.ts';
import type { Scoreboard } from './scoreboard.ts';
import { headroomOf, smallestGain } from './verdict.ts';

/** A set of changes and what it reaches, seed by seed. */
export interface ScoredSet {
  readonly set: readonly RemedyName[];
  readonly scores: readonly number[];
}

/** Where the whole recipe fails, what is tried with it. */
const additions: readonly RemedyName[] = ['learningRateTenth', 'learningRateTimes10', 'noBatchNormalization'];

/** A whole recipe whose seeds differ by this share of the headroom, or that reaches less, may do better in another form. */
const unsteady = 0.2;

/**
 * The whole recipe in the form that does best. Where nothing is learned for the validation samples, the training samples
 * are scored from then on.
 *
 * @param trainingFloor score of the best constant answer on the training samples
 */
export async function findEndpoint(
  board: Scoreboard,
  suspects: ReadonlyMap<RemedyName, unknown>,
  trainingFloor: number,
): Promise<ScoredSet> {
  const full = wholeRecipe.filter((name) => suspects.has(name));
  const scored = async (set: readonly RemedyName[]): Promise<ScoredSet> => ({ set, scores: await board.scores(set) });
  let best = await scored(full);
  const before = await board.scores([]);
  const headroom = () => headroomOf(board.floor);
  const learnsNothing = (scores: readonly number[]) => average(scores) <= board.floor + smallestGain * headroom();
  const isLost = () => learnsNothing(best.scores) && learnsNothing(before);
  if (isLost() && board.lengthen()) best = await scored(full);
  if (isLost()) {
    board.scoresTraining = true;
    board.floor = trainingFloor;
    best = await scored(full);
  }
  const isSteady = Math.max(...best.scores) - Math.min(...best.scores) < unsteady * headroom();
  const reaches = average(best.scores) - Math.max(board.floor, average(await board.scores([])));
  if (isSteady && reaches > unsteady * headroom()) return best;
  for (const addition of additions) {
    if (!suspects.has(addition)) continue;
    const other = await scored([...full, addition]);
    if (average(other.scores) > average(best.scores)) best = other;
  }
  return best;
}
