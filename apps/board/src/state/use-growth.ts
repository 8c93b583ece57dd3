import { useEffect, useRef, useState } from 'preact/hooks';
import { growth } from './board.ts';

/** A number that changes, at most once in `pauseMs`, when one of the runs has grown. */
export function useGrowth(runs: readonly { readonly id: string }[], pauseMs: number): number {
  const [stamp, setStamp] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = growth.value;
  useEffect(() => {
    if (latest.stamp === 0 || timer.current !== undefined || !runs.some(({ id }) => latest.runs.has(id))) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      setStamp((n) => n + 1);
    }, pauseMs);
  }, [latest]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return stamp;
}
