import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { UsageError } from '../../core/index.ts';
import { isEventFileName } from '../event-files/index.ts';
import { runFiles } from '../run-folder.ts';

/** A folder with records of one run. */
export interface RunPlace {
  readonly name: string;
  readonly folder: string;
  /** In the order in which they were written. */
  readonly eventFiles: readonly string[];
}

const deepest = 6;
const mostRuns = 200;

/**
 * The runs at some paths: folders of runs, folders above them, or single event files. Each is named by the shortest end of
 * its path that no other has.
 *
 * @throws UsageError where a path does not exist or holds no run
 */
export function findRuns(paths: readonly string[]): RunPlace[] {
  const places = paths.flatMap((path) => {
    const found = runsAt(path);
    if (found.length > 0) return found;
    const problem = existsSync(path) ? 'holds no run' : 'does not exist';
    throw new UsageError(`${path} ${problem}`, {
      advice: `Give the folder of a run: one with ${runFiles.history} or event files of TensorBoard`,
    });
  });
  const unique = [...new Map(places.map((place) => [resolve(place.folder), place])).values()];
  if (unique.length > mostRuns) {
    throw new UsageError(`${unique.length} runs, expected at most ${mostRuns}`, { advice: 'Name some of them' });
  }
  return nameShortly(unique);
}

function runsAt(path: string): Omit<RunPlace, 'name'>[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [{ folder: path, eventFiles: [path] }];
  return runsBelow(path, deepest);
}

/** The folder itself where it holds a run, and those below it. Links are not followed: they may lead in circles. */
function runsBelow(folder: string, depth: number): Omit<RunPlace, 'name'>[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const eventFiles = entries
    .filter((entry) => !entry.isDirectory() && isEventFileName(entry.name))
    .map(({ name }) => join(folder, name));
  const isOurs = entries.some(({ name }) => name === runFiles.history || name === runFiles.steps);
  const own = eventFiles.length > 0 || isOurs ? [{ folder, eventFiles }] : [];
  if (depth === 0) return own;
  const below = entries.filter((entry) => entry.isDirectory() && entry.name !== runFiles.checkpoints);
  return [...own, ...below.flatMap(({ name }) => runsBelow(join(folder, name), depth - 1))];
}

function nameShortly(places: readonly Omit<RunPlace, 'name'>[]): RunPlace[] {
  const parts = places.map(({ folder }) => resolve(folder).split(/[\\/]/));
  const endOf = (own: readonly string[], length: number) => own.slice(-length).join('/');
  return places.map((place, index) => {
    const own = parts[index]!;
    const others = parts.filter((_, other) => other !== index);
    let length = 1;
    while (length < own.length && others.some((other) => endOf(other, length) === endOf(own, length))) length++;
    return { ...place, name: endOf(own, length) || basename(place.folder) || relative('.', place.folder) };
  });
}
