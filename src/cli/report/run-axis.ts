import { UsageError } from '../../core/index.ts';
import type { RunRecord, ScalarSeries } from '../../records/index.ts';

/** What curves are drawn over. */
export type RunAxis = 'step' | 'epoch' | 'time';

/** Seconds of an hour, as an axis of time counts. */
const units = [
  { name: 'hours', seconds: 3600 },
  { name: 'minutes', seconds: 60 },
  { name: 'seconds', seconds: 1 },
] as const;

/**
 * The places of series along an axis: steps as they are, epochs by the run's own `epoch`, time from the run's first record.
 *
 * @returns for each series its places, and what they count
 * @throws UsageError where the runs recorded neither
 */
export function placesAlong(
  axis: RunAxis,
  all: readonly { readonly run: RunRecord; readonly series: ScalarSeries }[],
): { readonly label: string; readonly places: readonly ArrayLike<number>[] } {
  if (axis === 'step') return { label: 'step', places: all.map(({ series }) => series.steps) };
  if (axis === 'epoch') return { label: 'epoch', places: all.map(({ run, series }) => epochsOf(run, series)) };
  const seconds = all.map(({ run, series }) => secondsOf(run, series));
  const longest = seconds.reduce((most, times) => Math.max(most, times.at(-1) ?? 0), 0);
  const unit = units.find((candidate) => longest >= 2 * candidate.seconds) ?? units[2];
  return { label: unit.name, places: seconds.map((times) => times.map((time) => time / unit.seconds)) };
}

function epochsOf({ name, scalars }: RunRecord, { steps }: ScalarSeries): number[] {
  const known = scalars.get('epoch');
  if (known === undefined || known.steps.length === 0) {
    throw new UsageError(`${name} recorded no epochs: it has no tag 'epoch'`, { advice: 'Take --x step' });
  }
  const pairs = known.steps.map((step, index) => [step, known.values[index]!] as const).sort(([a], [b]) => a - b);
  const points = pairs[0]![0] > 0 && pairs[0]![1] > 0 ? [[0, 0] as const, ...pairs] : pairs;
  return steps.map((step) => {
    let [low, high] = [0, points.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (points[middle]![0] < step) low = middle + 1;
      else high = middle;
    }
    const [to, epoch] = points[low]!;
    const [from, before] = points[Math.max(0, low - 1)]!;
    return to === from || step >= to ? epoch : before + ((epoch - before) * (step - from)) / (to - from);
  });
}

function secondsOf({ name, scalars }: RunRecord, { wallTimes }: ScalarSeries): number[] {
  let first = Number.POSITIVE_INFINITY;
  for (const series of scalars.values()) first = Math.min(first, series.wallTimes[0] ?? first);
  if (Number.isFinite(first)) return wallTimes.map((time) => time - first);
  throw new UsageError(`${name} recorded no times: it has no event files`, { advice: 'Take --x step' });
}
