import { type Dirent, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describeSystemError } from '../../data/index.ts';
import { isEventFileName, lineFiles, runFiles } from '../../records/index.ts';
import type { Problem } from '../api.ts';
import { reportFile, trashFolder } from './board-files.ts';
import { TimeSlices } from './time-slices.ts';

/** A file of a run as the system shows it. */
export interface FoundFile {
  readonly path: string;
  readonly size: number;
  /** Changes where a file was replaced by another of the same name. */
  readonly identity: string;
  readonly modifiedMs: number;
}

/** A folder that is a run. */
export interface FoundRun {
  /** Path below the root with `/` between, `.` for the root. */
  readonly id: string;
  readonly folder: string;
  /** In the order of their names; where a run of ours has none, its lines of JSON with curves. */
  readonly eventFiles: readonly FoundFile[];
  /** Those of our run files that it has. */
  readonly ownFiles: ReadonlySet<string>;
}

export interface FoundRuns {
  readonly runs: readonly FoundRun[];
  readonly problems: readonly Problem[];
}

/** Folders below these are not looked into. */
const deepest = 64;
const ownNames = new Set<string>([...Object.values(runFiles), reportFile]);

/**
 * Finds the runs below a folder: each folder with a file whose name contains `tfevents`, and each with a recipe or a
 * diagnosis of ours.
 * Links are not followed; one that leads out of the root is reported.
 *
 * @throws FileError where the root cannot be read
 */
export async function scanFolder(root: string): Promise<FoundRuns> {
  const runs: FoundRun[] = [];
  const problems: Problem[] = [];
  const slices = new TimeSlices();
  const visit = async (folder: string, depth: number): Promise<void> => {
    await slices.next();
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      const described = describeSystemError(folder, error);
      if (folder === root) throw described;
      problems.push({ file: idOf(root, folder), offset: null, message: described.message });
      return;
    }
    const eventFiles: FoundFile[] = [];
    const ownFiles = new Set<string>();
    const folders: string[] = [];
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) reportLink(root, path, problems);
      else if (entry.isDirectory()) {
        if (ownNames.has(entry.name)) ownFiles.add(entry.name);
        if (entry.name !== trashFolder && depth < deepest) folders.push(path);
      } else if (entry.isFile() && isEventFileName(entry.name)) {
        const found = look(path);
        if (found !== undefined) eventFiles.push(found);
      } else if (entry.isFile() && ownNames.has(entry.name)) ownFiles.add(entry.name);
    }
    if (eventFiles.length === 0 && ownFiles.has(runFiles.recipe)) {
      const lines = lineFiles.filter((name) => ownFiles.has(name)).map((name) => look(join(folder, name)));
      eventFiles.push(...lines.filter((found) => found !== undefined));
    }
    // A diagnosis writes both; `report.json` alone may be anybody's.
    const hasDiagnosis = ownFiles.has(reportFile) && entries.some(({ name }) => name === 'report.html');
    if (eventFiles.length > 0 || ownFiles.has(runFiles.recipe) || hasDiagnosis) {
      eventFiles.sort((a, b) => (a.path < b.path ? -1 : 1));
      runs.push({ id: idOf(root, folder), folder, eventFiles, ownFiles });
    }
    for (const path of folders.sort()) await visit(path, depth + 1);
  };
  await visit(root, 0);
  return { runs, problems };
}

/** Undefined where the file went meanwhile. */
function look(path: string): FoundFile | undefined {
  try {
    const { size, ino, mtimeMs } = lstatSync(path);
    return { path, size, identity: String(ino), modifiedMs: mtimeMs };
  } catch {
    return undefined;
  }
}

function reportLink(root: string, path: string, problems: Problem[]): void {
  let target: string;
  try {
    target = realpathSync(path);
  } catch {
    return;
  }
  if (isInside(root, target)) return;
  const message = 'is a link out of the folder that is shown, and is not followed';
  problems.push({ file: idOf(root, path), offset: null, message });
}

/** Whether a real path is the root or lies in it. */
export const isInside = (root: string, path: string): boolean =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);

export const idOf = (root: string, path: string): string => relative(root, path).split(sep).join('/') || '.';
