import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RunSummary, ScalarsRequest, Series } from '../../api/contract.ts';
import { getScalars } from '../../api/requests.ts';
import { runColour } from '../../state/colours.ts';
import { useGrowth } from '../../state/use-growth.ts';
import { type Curve, curveOf } from './curve.ts';
import { meanCurves } from './seed-mean.ts';
import { axis, bySeeds, isLogX, smoothing, type Zoom } from './settings.ts';

/** Rows that all curves of a card may have together. */
const mostRows = 200_000;
const fewestColumns = 100;
/** A card that is scrolled past asks for nothing. */
const patienceMs = 60;
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
  const stamp = useGrowth(runs, growthPauseMs);
  const isFirst = useRef(true);

  useEffect(() => {
    if (width === 0) return undefined;
    const abort = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const series = await getScalars(request, abort.signal);
        setAnswer({ runs, series });
        setFailure('');
      } catch (cause) {
        if (!abort.signal.aborted) setFailure(cause instanceof Error ? cause.message : String(cause));
      }
    };
    const timer = setTimeout(() => void ask(), isFirst.current ? patienceMs : 0);
    isFirst.current = false;
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [request, stamp, width === 0]);

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
