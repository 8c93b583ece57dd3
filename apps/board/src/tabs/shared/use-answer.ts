import { useState } from 'preact/hooks';
import { getJson } from '../../api/requests.ts';
import { useFollowing } from '../../state/use-following.ts';

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
  useFollowing({ subject: path, runs, pauseMs: growthPauseMs }, async (signal) => {
    if (path === undefined) return;
    try {
      setKnown({ path, answer: await getJson<Answer>(path, signal), failure: '' });
    } catch (cause) {
      if (signal.aborted) return;
      setKnown({ path, answer: undefined, failure: cause instanceof Error ? cause.message : String(cause) });
    }
  });
  return known !== undefined && known.path === path ? known : { answer: undefined, failure: '' };
}
