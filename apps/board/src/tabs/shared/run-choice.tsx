import type { JSX } from 'preact';
import type { RunSummary } from '../../api/contract.ts';
import { textParameter } from '../../state/parameters.ts';
import { Choice } from './choice.tsx';

const chosenRun = textParameter('of');

/** The run that views of a single run show: the one chosen where it is among them, or else the first. */
export function runOfView(runs: readonly RunSummary[]): RunSummary | undefined {
  return runs.find(({ id }) => id === chosenRun.value) ?? runs[0];
}

/** Chooses that run. */
export function RunChoice({ runs }: { readonly runs: readonly RunSummary[] }): JSX.Element | null {
  const run = runOfView(runs);
  if (run === undefined) return null;
  return (
    <Choice
      label="Run"
      value={run.id}
      options={runs.map(({ id, name }) => [id, name] as const)}
      onChange={(id) => {
        chosenRun.value = id;
      }}
    />
  );
}
