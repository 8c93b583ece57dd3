import type { RunSummary } from '../../api/contract.ts';
import { queryOf } from '../../api/requests.ts';
import { atStep, placeAt } from '../../state/at-step.ts';
import { useAnswer } from './use-answer.ts';

interface Shown<Entry> {
  /** Steps of all entries. */
  readonly steps: readonly number[];
  /** That of the step shown. */
  readonly entry: Entry | undefined;
  readonly failure: string;
}

/** What a run has under a tag at the step that all views show. */
export function useEntry<Entry extends { readonly step: number }>(
  kind: 'images' | 'text',
  { tag, run }: { readonly tag: string; readonly run: RunSummary },
): Shown<Entry> {
  const path = `${kind}?${queryOf({ run: run.id, tag })}`;
  const { answer, failure } = useAnswer<{ readonly entries: readonly Entry[] }>(path, [run]);
  const entries = answer?.entries ?? [];
  const steps = entries.map(({ step }) => step);
  return { steps, entry: entries[placeAt(steps, atStep.value)], failure };
}
