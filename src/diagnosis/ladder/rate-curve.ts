import { average } from '../average.ts';
/** What a learning-rate range test showed. */
export interface RateRange {
  /** Where the loss begins to fall. */
  readonly low: number;
  /** Where it falls fastest on a logarithmic axis. */
  readonly suggestion: number;
  /** The largest rate that still brings the loss down: half of that at its lowest point. */
  readonly high: number;
}

/** A loss at each of some learning rates, rising. */
export interface RateCurve {
  readonly rates: readonly number[];
  readonly losses: readonly number[];
}

/** Losses are averaged over so many steps, as many before as after, so that the curve is not shifted. */
const window = 9;
/** The first steps, at rates too small to learn by, tell the loss at the start and its noise. */
const quietSteps = 20;
/** A fall below so many standard errors of the noise, or below this share of the loss, is none. */
const leastFallInErrors = 4;
const leastFall = 0.02;
/** The loss counts as falling once it has made this share of the whole fall. */
const fallen = 0.1;
/** Seeds whose suggestions lie further apart than this factor do not agree. */
const widestSpread = 10;

/** The curve smoothed by a centred mean. */
export function smoothed(losses: readonly number[]): number[] {
  const half = (window - 1) / 2;
  return losses.map((_, index) => {
    const near = losses.slice(Math.max(0, index - half), index + half + 1);
    return near.reduce((sum, loss) => sum + loss, 0) / near.length;
  });
}

/** Where one curve falls; undefined where it is flat, or falls by no more than its noise. */
export function readRateCurve({ rates, losses }: RateCurve): RateRange | undefined {
  if (losses.length <= quietSteps + window) return undefined;
  const curve = smoothed(losses);
  const quiet = losses.slice(0, quietSteps);
  const start = average(quiet);
  const noise = Math.sqrt(average(quiet.map((loss) => (loss - start) ** 2)) / window);
  const lowest = curve.indexOf(Math.min(...curve));
  const fall = start - curve[lowest]!;
  if (!(fall > Math.max(leastFallInErrors * noise, leastFall * Math.abs(start)))) return undefined;
  let low = lowest;
  while (low > 0 && curve[low - 1]! < start - fallen * fall) low--;
  let steepest = low;
  const half = (window - 1) / 2;
  const slopeAt = (index: number) => curve[Math.max(0, index - half)]! - curve[Math.min(lowest, index + half)]!;
  for (let index = low; index <= lowest; index++) if (slopeAt(index) > slopeAt(steepest)) steepest = index;
  const high = Math.max(rates[lowest]! / 2, rates[low]!);
  return { low: rates[low]!, suggestion: Math.min(rates[steepest]!, high), high };
}

/** What several curves agree on; or why there is no reliable answer. */
export function agreeOnRange(curves: readonly RateCurve[]): { range: RateRange } | { reason: string } {
  const ranges = curves.flatMap((curve) => readRateCurve(curve) ?? []);
  if (2 * ranges.length <= curves.length) {
    const flat = curves.length - ranges.length;
    return { reason: `the loss falls by no more than its noise at any rate under ${flat} of ${curves.length} seeds` };
  }
  const suggestions = ranges.map(({ suggestion }) => suggestion);
  const [least, most] = [Math.min(...suggestions), Math.max(...suggestions)];
  if (most / least > widestSpread) {
    return { reason: `the seeds do not agree: from ${least.toPrecision(1)} to ${most.toPrecision(1)}` };
  }
  const middle = (key: keyof RateRange) => Math.exp(average(ranges.map((range) => Math.log(range[key]))));
  return { range: { low: middle('low'), suggestion: middle('suggestion'), high: middle('high') } };
}
