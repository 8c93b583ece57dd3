import { useEffect, useRef } from 'preact/hooks';
import { growth, indexing } from './board.ts';

/** What is scrolled past asks for nothing. */
const patienceMs = 60;
let scrolledAt = Number.NEGATIVE_INFINITY;
addEventListener(
  'scroll',
  () => {
    scrolledAt = performance.now();
  },
  { capture: true, passive: true },
);
const patienceNow = (): number => (performance.now() - scrolledAt < patienceMs ? patienceMs : 0);

/** While files are read for the first time, everything grows: the pause is so many times what the last question took. */
const pausesPerQuestion = 3;

/** What is asked for, and when again. */
interface Followed {
  /** Where it changes, what is under way is dropped and the new is asked for; undefined for nothing. */
  readonly subject: string | undefined;
  /** Where it changes, the same is asked for again. */
  readonly detail?: string;
  /** Where one of them grows, the same is asked for again after a pause. */
  readonly runs: readonly { readonly id: string }[];
  readonly pauseMs: number;
}

/** Asks, and asks again as runs grow: one question at a time, of what there is by then. */
export function useFollowing(followed: Followed, ask: (signal: AbortSignal) => Promise<void>): void {
  const { subject, detail } = followed;
  const latest = useRef({ ...followed, ask });
  latest.current = { ...followed, ask };
  const isFirst = useRef(true);
  const askedDetail = useRef(detail);
  const change = useRef(() => {});

  useEffect(() => {
    if (subject === undefined) return undefined;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let dueAt = Number.POSITIVE_INFINITY;
    let isAsking = false;
    /** When to ask again after what is under way, if at all. */
    let after: 'soon' | 'later' | undefined;
    let tookMs = 0;
    const pauseMs = (): number => {
      const least = latest.current.pauseMs;
      return indexing.peek() === null ? least : Math.max(least, pausesPerQuestion * tookMs);
    };
    const askNow = async (): Promise<void> => {
      dueAt = Number.POSITIVE_INFINITY;
      after = undefined;
      isAsking = true;
      const begin = performance.now();
      await latest.current.ask(abort.signal);
      if (abort.signal.aborted) return;
      isAsking = false;
      tookMs = performance.now() - begin;
      if (after !== undefined) askIn(after === 'soon' ? 0 : pauseMs());
    };
    const askIn = (ms: number): void => {
      const due = performance.now() + ms;
      if (due >= dueAt) return;
      dueAt = due;
      clearTimeout(timer);
      timer = setTimeout(() => void askNow(), ms);
    };
    const askLater = (): void => {
      if (isAsking) after ??= 'later';
      else askIn(pauseMs());
    };
    const askSoon = (ms: number): void => {
      if (isAsking) after = 'soon';
      else askIn(ms);
    };
    let { stamp } = growth.peek();
    const stops = [
      growth.subscribe((grown) => {
        if (grown.stamp === stamp) return;
        stamp = grown.stamp;
        if (latest.current.runs.some(({ id }) => grown.runs.has(id))) askLater();
      }),
      // When all was read, what waits for its pause has waited enough; the list of runs is drawn before.
      indexing.subscribe((progress) => {
        if (progress === null && (dueAt < Number.POSITIVE_INFINITY || after !== undefined)) askSoon(patienceMs);
      }),
    ];
    change.current = () => {
      if (indexing.peek() === null) askSoon(0);
      else askLater();
    };
    askedDetail.current = latest.current.detail;
    askIn(isFirst.current ? patienceNow() : 0);
    isFirst.current = false;
    return () => {
      clearTimeout(timer);
      abort.abort();
      change.current = () => {};
      for (const stop of stops) stop();
    };
  }, [subject]);

  useEffect(() => {
    if (askedDetail.current === detail) return;
    askedDetail.current = detail;
    change.current();
  }, [detail]);
}
