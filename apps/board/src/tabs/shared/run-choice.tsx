import type { JSX } from 'preact';
import type { RunSummary } from '../../api/contract.ts';
import { textParameter } from '../../state/parameters.ts';
import { Choice } from './choice.tsx';

const chosenRun = textParameter('of');

/** The run that views of a single run show: the one chosen where it is among them, or else the first. */
export function runOfView(runs: readonly RunSummary[]): RunSummary | undefined {
  return runs.find(({ id }) => id === chosenRun.value) ?? runs[0];
}

interface Props {
  readonly runs: readonly RunSummary[];
  readonly label?: string;
  /** Where the id is kept. */
  readonly of?: { value: string };
  readonly shown?: RunSummary | undefined;
}

/** Chooses a run: that of the view, unless another is said. */
export function RunChoice({ runs, label = 'Run', of = chosenRun, shown = runOfView(runs) }: Props): JSX.Element | null {
  if (shown === undefined) return null;
  return <Choice label={label} of={of} shown={shown.id} options={runs.map(({ id, name }) => [id, name] as const)} />;
}
