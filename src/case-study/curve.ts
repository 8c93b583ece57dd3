/** The training loss of one run, step by step from the first. */
export interface LossCurve {
  /** Of each step's batch, before the step; NaN or infinite where the run ended so. */
  readonly losses: ArrayLike<number>;
  /** Validation loss at the end; undefined where the data bring no validation part. */
  readonly validation: number | undefined;
}

/** Steps at the end over which a final loss is the mean: batches of 16 alone differ by half their loss. */
const endingSteps = 64;

/** The mean loss over the last steps, at most a quarter of the run. */
export function finalLoss({ losses }: LossCurve): number {
  return meanOfLast(losses, Math.min(endingSteps, losses.length >> 2));
}

/** The mean loss over the last third: of a run at a constant rate, whose loss goes up and down until its end. */
export function settledLoss({ losses }: LossCurve): number {
  return meanOfLast(losses, Math.round(losses.length / 3));
}

/** The lowest mean loss of as many steps on end as {@link finalLoss} takes: of an epoch of 1,024 samples in batches of 16. */
export function lowestLoss({ losses }: LossCurve): number {
  const count = Math.max(1, Math.min(endingSteps, losses.length >> 2));
  let [sum, lowest] = [0, Number.POSITIVE_INFINITY];
  for (let i = 0; i < losses.length; i++) {
    sum += losses[i]! - (losses[i - count] ?? 0);
    if (i + 1 >= count) lowest = Math.min(lowest, sum / count);
  }
  return lowest;
}

function meanOfLast(losses: LossCurve['losses'], wanted: number): number {
  const count = Math.max(1, wanted);
  let sum = 0;
  for (let i = losses.length - count; i < losses.length; i++) sum += losses[i] ?? Number.NaN;
  return sum / count;
}

/** The loss of the first batch. */
export function firstLoss({ losses }: LossCurve): number {
  return losses[0] ?? Number.NaN;
}

/** The largest loss of some of the first steps; infinite where one is not a number. */
export function largestLoss({ losses }: LossCurve, steps = losses.length): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < Math.min(steps, losses.length); i++) {
    const loss = losses[i]!;
    largest = Math.max(largest, Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss);
  }
  return largest;
}

/** Means of a curve in so many pieces of equal length, geometric, for a sparkline. */
export function summarizeCurve({ losses }: LossCurve, pieces: number): number[] {
  return Array.from({ length: Math.min(pieces, losses.length) }, (_, piece) => {
    const from = Math.floor((piece * losses.length) / pieces);
    const to = Math.max(from + 1, Math.floor(((piece + 1) * losses.length) / pieces));
    let sum = 0;
    for (let i = from; i < to; i++) sum += Math.log(losses[i] ?? Number.NaN);
    return Math.exp(sum / (to - from));
  });
}
