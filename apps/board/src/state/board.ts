import { batch, computed, signal } from '@preact/signals';
import type { IndexingProgress, RunSummary, RunsAnswer, TagKind } from '../api/contract.ts';
import { listen } from '../api/live.ts';
import { getRuns, RequestError } from '../api/requests.ts';
import { byName } from '../lib/run-tree.ts';

/** The list of runs as the server sent it last; undefined until it first did. */
export const board = signal<RunsAnswer | undefined>(undefined);
/** Why there is no list, or none that is up to date. */
export const boardFailure = signal<string | undefined>(undefined);
export const indexing = signal<IndexingProgress | null>(null);

/** Runs that got new points, with a number that is another each time. */
export const growth = signal<{ readonly stamp: number; readonly runs: ReadonlySet<string> }>({
  stamp: 0,
  runs: new Set(),
});

/** What the folder is called, without where it lies. */
export const folderName = computed(() => board.value?.root.split(/[\\/]/).filter(Boolean).at(-1) ?? '');

/** In the order of the tree. */
export const runs = computed<readonly RunSummary[]>(() =>
  [...(board.value?.runs ?? [])].sort((a, b) => byName(a.id, b.id)),
);
export const runById = computed(() => new Map(runs.value.map((run) => [run.id, run])));

let fetching: Promise<void> | undefined;
let isStale = false;
/** The version that the server told of last. */
let toldVersion: number | undefined;
/** Whether all was read while the list was being fetched. */
let hasEnded = false;
let wasConnected = false;
/** Counts calls of {@link putSettings}. */
let settingsPut = 0;

/** Fetches the list; calls that come meanwhile are answered by one more fetch. */
export function refresh(): Promise<void> {
  if (fetching !== undefined) {
    isStale = true;
    return fetching;
  }
  fetching = fetchList().finally(() => {
    fetching = undefined;
    if (isStale) {
      isStale = false;
      void refresh();
    }
  });
  return fetching;
}

async function fetchList(): Promise<void> {
  hasEnded = false;
  const putBefore = settingsPut;
  try {
    const answer = await getRuns();
    if (settingsPut !== putBefore) {
      // It may be from before.
      isStale = true;
      return;
    }
    if (toldVersion !== undefined && answer.version < toldVersion) isStale = true;
    batch(() => {
      board.value = answer;
      indexing.value = hasEnded && !isStale ? null : answer.indexing;
      boardFailure.value = undefined;
    });
  } catch (cause) {
    if (!(cause instanceof RequestError)) throw cause;
    boardFailure.value = cause.message;
    indexing.value = null;
  }
}

/** Puts what users said of a run into the list, before the server tells of it; the rest of the list may be newer. */
export function putSettings({ id, name, notes, hidden }: RunSummary): void {
  settingsPut++;
  const current = board.peek();
  if (current === undefined) return;
  board.value = {
    ...current,
    runs: current.runs.map((run) => (run.id === id ? { ...run, name, notes, hidden } : run)),
  };
}

/** Fetches the list and keeps it up to date. */
export function followBoard(): void {
  listen({
    hello({ version }) {
      toldVersion = version;
      if (fetching === undefined && board.peek()?.version !== version) void refresh();
      // Whatever grew while nobody listened.
      if (wasConnected)
        growth.value = { stamp: growth.peek().stamp + 1, runs: new Set(runs.peek().map(({ id }) => id)) };
      wasConnected = true;
    },
    runs({ version }) {
      toldVersion = version;
      void refresh();
    },
    grown({ runs: grown }) {
      const byId = new Map(grown.map((entry) => [entry.id, entry]));
      batch(() => {
        const current = board.peek();
        if (current !== undefined) {
          board.value = { ...current, runs: current.runs.map((run) => ({ ...run, ...byId.get(run.id) })) };
        }
        growth.value = { stamp: growth.peek().stamp + 1, runs: new Set(byId.keys()) };
      });
    },
    indexing(progress) {
      // The end comes with the list that is fetched, so that charts ask once, for the runs of that list.
      hasEnded = progress === null;
      if (!hasEnded || fetching === undefined) indexing.value = progress;
    },
  });
}

/** A tag with the runs that have it. */
export interface TagOfRuns {
  readonly tag: string;
  readonly runs: readonly RunSummary[];
}

/** The tags of a kind that any of the given runs has, in the order of the server. */
export function tagsOf(answer: RunsAnswer, kind: TagKind, chosen: readonly RunSummary[]): TagOfRuns[] {
  const runsOfSet = new Map<number, RunSummary[]>();
  for (const run of chosen) {
    const list = runsOfSet.get(run.tagSet);
    if (list === undefined) runsOfSet.set(run.tagSet, [run]);
    else list.push(run);
  }
  const setsOfTag = new Map<number, string>();
  for (const set of runsOfSet.keys()) {
    for (const tag of answer.tagSets[set]?.[kind] ?? []) {
      const known = setsOfTag.get(tag);
      setsOfTag.set(tag, known === undefined ? String(set) : `${known},${set}`);
    }
  }
  // Tags that are in the same sets share one list of runs: there may be 100 000 tags in 1 000 runs.
  const lists = new Map<string, readonly RunSummary[]>();
  const listOf = (sets: string): readonly RunSummary[] => {
    const known = lists.get(sets);
    if (known !== undefined) return known;
    const wanted = new Set(sets.split(',').map(Number));
    const list = chosen.filter(({ tagSet }) => wanted.has(tagSet));
    lists.set(sets, list);
    return list;
  };
  return [...setsOfTag]
    .sort(([a], [b]) => a - b)
    .map(([tag, sets]) => ({ tag: answer.tags[tag] ?? '', runs: listOf(sets) }));
}
