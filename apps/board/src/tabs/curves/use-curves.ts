import { useMemo, useRef, useState } from 'preact/hooks';
import type { ScalarsRequest, Series } from '../../api/contract.ts';
import { getScalars } from '../../api/requests.ts';
import { useFollowing } from '../../state/use-following.ts';
import { type ChartContent, runsOf } from './chart-content.ts';
import type { Curve } from './curve.ts';
import { HeldSeries } from './held-series.ts';
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
  /** Runs whose steps go back and forth. */
  readonly unordered: number;
}

interface Answer {
  readonly content: ChartContent;
  readonly series: readonly Series[];
}

/** The curves of a chart, fetched in the fineness that it can show, again at every zoom and as they grow. */
export function useCurves(content: ChartContent, zoom: Zoom | undefined, width: number): FetchedCurves {
  const [answer, setAnswer] = useState<Answer>();
  const [failure, setFailure] = useState('');
  const ids = content.series.map(({ run, tag }) => `${run.id}\n${tag}`).join('\n');
  const isEmpty = ids === '';
  const share = Math.floor(mostRows / Math.max(1, content.series.length));
  const columns = Math.min(8192, Math.max(fewestColumns, Math.min(width, share)));
  const request = useMemo<ScalarsRequest>(
    () => ({
      series: content.series.map(({ run, tag }) => ({ run: run.id, tag })),
      axis: axis.value,
      range: zoom?.x ?? null,
      columns,
      logarithmicX: isLogX.value,
      smoothing: smoothing.value,
    }),
    [ids, axis.value, zoom?.x[0], zoom?.x[1], columns, isLogX.value, smoothing.value],
  );
  const subject = width === 0 || isEmpty ? undefined : JSON.stringify({ ...request, series: content.name, columns: 0 });
  const detail = `${columns} ${ids}`;
  const held = useRef(new HeldSeries());
  const runs = runsOf(content.series);
  useFollowing({ subject, detail, runs, pauseMs: growthPauseMs }, async (signal) => {
    try {
      let series: readonly Series[] | undefined;
      while (series === undefined) {
        const asked = held.current.requestFor(request);
        const answered = await getScalars(asked, signal);
        if (signal.aborted) return;
        series = held.current.take(asked, answered);
      }
      const next = { content, series };
      setAnswer((shown) => (shown !== undefined && isSame(shown.series, next.series) ? shown : next));
      setFailure('');
    } catch (cause) {
      if (!signal.aborted) setFailure(cause instanceof Error ? cause.message : String(cause));
    }
  });

  const fetched = isEmpty ? undefined : answer;
  const curves = useMemo(
    () =>
      fetched?.content.curvesOf(fetched.content.series.map((one, i) => ({ ...one, series: fetched.series[i]! }))) ?? [],
    [fetched, bySeeds.value],
  );
  const count = (is: (series: Series) => boolean): number =>
    new Set(fetched?.content.series.filter((_, i) => is(fetched.series[i]!)).map(({ run }) => run.id)).size;
  return {
    curves,
    state: failure !== '' ? 'failed' : fetched === undefined && !isEmpty ? 'waiting' : 'ready',
    failure,
    withoutEpochs: count(({ noEpochs }) => noEpochs),
    unordered: count(({ unordered }) => unordered),
  };
}

const isSame = (shown: readonly Series[], series: readonly Series[]): boolean =>
  shown.length === series.length && shown.every((one, i) => one === series[i]);
