import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../../api/requests.ts';
import { useGrowth } from '../../state/use-growth.ts';

/** A view that is scrolled past asks for nothing. */
const patienceMs = 60;
/** Between two fetches of what grows. */
const growthPauseMs = 1000;

export interface Fetched<Answer> {
  /** Undefined until it is there. */
  readonly answer: Answer | undefined;
  /** Why there is none; empty where nothing failed. */
  readonly failure: string;
}

/** What the board answers to a path below `/api/`, fetched again when one of the runs has grown; nothing without a path. */
export function useAnswer<Answer>(path: string | undefined, runs: readonly { readonly id: string }[]): Fetched<Answer> {
  const [known, setKnown] = useState<Fetched<Answer> & { readonly path: string }>();
  const stamp = useGrowth(runs, growthPauseMs);
  useEffect(() => {
    if (path === undefined) return undefined;
    const abort = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        setKnown({ path, answer: await getJson<Answer>(path, abort.signal), failure: '' });
      } catch (cause) {
        if (abort.signal.aborted) return;
        setKnown({ path, answer: undefined, failure: cause instanceof Error ? cause.message : String(cause) });
      }
    };
    const timer = setTimeout(() => void ask(), patienceMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [path, stamp]);
  return known !== undefined && known.path === path ? known : { answer: undefined, failure: '' };
}
