import { useMemo, useRef, useState } from 'preact/hooks';
import type { RunSummary, ScalarsRequest, Series } from '../../api/contract.ts';
import { getScalars } from '../../api/requests.ts';
import { runColour } from '../../state/colours.ts';
import { useFollowing } from '../../state/use-following.ts';
import { type Curve, curveOf } from './curve.ts';
import { HeldSeries } from './held-series.ts';
import { meanCurves } from './seed-mean.ts';
import { axis, bySeeds, isLogX, smoothing, type Zoom } from './settings.ts';

/** Rows that all curves of a card may have together. */
const mostRows = 100_000;
const fewestColumns = 100;
/** Between two fetches of a curve that grows. */
const growthPauseMs = 400;

export interface FetchedCurves {
  readonly curves: readonly Curve[];
  readonly state: 'waiting' | 'ready' | 'failed';
  readonly failure: string;
  /** Runs that have no epochs, where x is the epoch. */
  readonly withoutEpochs: number;
  readonly unordered: number;
}

interface Answer {
  readonly runs: readonly RunSummary[];
  readonly series: readonly Series[];
}

/** The curves of a tag, fetched in the fineness that the chart can show, again at every zoom and as they grow. */
export function useCurves(
  tag: string,
  runs: readonly RunSummary[],
  zoom: Zoom | undefined,
  width: number,
): FetchedCurves {
  const [answer, setAnswer] = useState<Answer>();
  const [failure, setFailure] = useState('');
  const ids = runs.map(({ id }) => id).join('\n');
  const share = Math.floor(mostRows / Math.max(1, runs.length));
  const columns = Math.min(8192, Math.max(fewestColumns, Math.min(width, share)));
  const request = useMemo<ScalarsRequest>(
    () => ({
      series: runs.map(({ id }) => ({ run: id, tag })),
      axis: axis.value,
      range: zoom?.x ?? null,
      columns,
      logarithmicX: isLogX.value,
      smoothing: smoothing.value,
    }),
    [ids, tag, axis.value, zoom?.x[0], zoom?.x[1], columns, isLogX.value, smoothing.value],
  );
  const subject = width === 0 ? undefined : JSON.stringify({ ...request, series: tag, columns: 0 });
  const detail = `${columns} ${ids}`;
  const held = useRef(new HeldSeries());
  useFollowing({ subject, detail, runs, pauseMs: growthPauseMs }, async (signal) => {
    try {
      let series: readonly Series[] | undefined;
      while (series === undefined) {
        const asked = held.current.requestFor(request);
        const answered = await getScalars(asked, signal);
        if (signal.aborted) return;
        series = held.current.take(asked, answered);
      }
      const next = { runs, series };
      setAnswer((shown) => (shown !== undefined && isSame(shown.series, next.series) ? shown : next));
      setFailure('');
    } catch (cause) {
      if (!signal.aborted) setFailure(cause instanceof Error ? cause.message : String(cause));
    }
  });

  const curves = useMemo(() => {
    if (answer === undefined) return [];
    const single = answer.series.flatMap((series, i) => {
      const run = answer.runs[i];
      return run === undefined || !series.found ? [] : [curveOf(series, run, runColour(run.id))];
    });
    return bySeeds.value ? meanCurves(single, answer.runs) : single;
  }, [answer, bySeeds.value]);

  return {
    curves,
    state: failure !== '' ? 'failed' : answer === undefined ? 'waiting' : 'ready',
    failure,
    withoutEpochs: answer?.series.filter(({ noEpochs }) => noEpochs).length ?? 0,
    unordered: answer?.series.filter(({ unordered }) => unordered).length ?? 0,
  };
}

const isSame = (shown: readonly Series[], series: readonly Series[]): boolean =>
  shown.length === series.length && shown.every((one, i) => one === series[i]);
