import { computed } from '@preact/signals';
import { seriesColors } from '../api/contract.ts';
import { runs } from './board.ts';

const byRun = computed(() => seriesColors(runs.value.map(({ id }) => id)));

/** The colour of a run, which hiding and renaming do not change: the same in every tab, and in reports. */
export function runColour(id: string): string {
  return byRun.value.get(id) ?? '#808080';
}
