import { runFiles } from '../../records/index.ts';
import type { RunSummary, RunsAnswer, TagKind, TagSet } from '../api.ts';
import { type BoardIndex, type Run, reportFile } from '../board-index/index.ts';

const kinds: readonly TagKind[] = ['scalars', 'histograms', 'images', 'text'];

/** The list of runs; tags and sets of tags stand in it once. */
export function answerRuns(index: BoardIndex): RunsAnswer {
  const places = new Map<string, number>();
  const sets = new Map<string, number>();
  const tagSets: TagSet[] = [];
  const placesOf = (names: readonly string[]) =>
    names.map((name) => {
      const place = places.get(name) ?? places.size;
      if (place === places.size) places.set(name, place);
      return place;
    });
  const setOf = ({ tags }: Run): number => {
    const set = Object.fromEntries(kinds.map((kind) => [kind, placesOf(tags[kind])])) as Record<TagKind, number[]>;
    const key = kinds.map((kind) => set[kind].join()).join(';');
    const known = sets.get(key);
    if (known !== undefined) return known;
    sets.set(key, tagSets.length);
    return tagSets.push(set) - 1;
  };
  const runs = [...index.runs.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((run) => summarizeRun(index, run, setOf(run)));
  const { root, version, indexing, problems } = index;
  return { root, version, indexing, tags: [...places.keys()], tagSets, runs, problems };
}

function summarizeRun(index: BoardIndex, run: Run, tagSet: number): RunSummary {
  const { id, status, started, lastWallTime, lastStep, seed, recipeHash, ownFiles, hasGraph, hasLayout, problems } =
    run;
  const { name = id, notes = '', hidden = false } = index.settings.of(id);
  const hasRecipe = ownFiles.has(runFiles.recipe);
  const hasReport = ownFiles.has(reportFile);
  const about = { id, name, notes, hidden, status, started, lastWallTime, lastStep, tagSet };
  return { ...about, hasRecipe, hasReport, hasGraph, hasLayout, seed, recipeHash, problems };
}
