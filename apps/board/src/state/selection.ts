import { computed } from '@preact/signals';
import type { RunSummary, TagKind } from '../api/contract.ts';
import { textFilter } from '../lib/text-filter.ts';
import { board, runById, runs, type TagOfRuns, tagsOf } from './board.ts';
import { setParameter, textParameter } from './parameters.ts';

/** The text in the search field over the runs: it chooses what the tree lists and what the charts draw. */
export const runSearch = textParameter('runs', '', { history: 'replace' });
const hiddenIds = setParameter('hide');
/** Runs that are shown although they are hidden on the server. */
const shownIds = setParameter('show');
/** Where not empty: the only runs to show. */
const onlyIds = setParameter('only');
/** The run whose details are open; empty for none. */
export const openRun = textParameter('run');
/** Closed folders of the tree. */
export const closedFolders = setParameter('closed', { history: 'replace' });

/** Runs that the search leaves. */
export const foundRuns = computed(() => {
  const matches = textFilter(runSearch.value);
  return runs.value.filter(({ id, name, notes }) => matches(`${name} ${id} ${notes}`));
});

export function isVisible({ id, hidden }: RunSummary): boolean {
  if (onlyIds.value.size > 0) return onlyIds.value.has(id);
  return hidden ? shownIds.value.has(id) : !hiddenIds.value.has(id);
}

/** Runs that charts draw: found and not hidden. */
export const visibleRuns = computed(() => foundRuns.value.filter(isVisible));

/** Whether some runs are kept out by "only this". */
export const isOnly = computed(() => onlyIds.value.size > 0);

const tagsByKind = new Map<TagKind, { readonly value: TagOfRuns[] }>();

/** The tags of a kind that visible runs have. */
export function visibleTags(kind: TagKind): TagOfRuns[] {
  let tags = tagsByKind.get(kind);
  if (tags === undefined) {
    tags = computed(() => (board.value === undefined ? [] : tagsOf(board.value, kind, visibleRuns.value)));
    tagsByKind.set(kind, tags);
  }
  return tags.value;
}

function changed(set: ReadonlySet<string>, ids: readonly string[], isIn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  for (const id of ids) {
    if (isIn) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** Shows or hides runs. */
export function setVisible(ids: readonly string[], visible: boolean): void {
  if (onlyIds.value.size > 0) {
    const next = changed(onlyIds.value, ids, visible);
    if (next.size > 0) {
      onlyIds.value = next;
      return;
    }
    onlyIds.value = next;
  }
  const hiddenOnServer = (id: string): boolean => runById.value.get(id)?.hidden === true;
  hiddenIds.value = changed(
    hiddenIds.value,
    ids.filter((id) => !hiddenOnServer(id)),
    !visible,
  );
  shownIds.value = changed(shownIds.value, ids.filter(hiddenOnServer), visible);
}

/** Shows these runs and no others; asked for again, all. */
export function showOnly(ids: readonly string[]): void {
  const same = ids.length === onlyIds.value.size && ids.every((id) => onlyIds.value.has(id));
  onlyIds.value = same ? new Set() : new Set(ids);
}

/** Shows every run. */
export function showAll(): void {
  onlyIds.value = new Set();
  hiddenIds.value = new Set();
  shownIds.value = new Set(runs.value.filter(({ hidden }) => hidden).map(({ id }) => id));
}
