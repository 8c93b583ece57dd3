import type { RunSummary } from '../../api/contract.ts';
import type { TagOfRuns } from '../../state/board.ts';

/** The runs that have any of the tags, each once. Tags in the same runs share one list. */
export function runsOfTags(tags: readonly TagOfRuns[]): RunSummary[] {
  const lists = new Set(tags.map(({ runs }) => runs));
  return [...new Set([...lists].flat())];
}
