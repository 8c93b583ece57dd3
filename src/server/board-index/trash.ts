import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileError, UsageError } from '../../core/index.ts';
import { replaceJson } from '../../records/index.ts';
import { trashFolder } from './board-files.ts';
import { isJsonObject } from './json-object.ts';
import { isInside } from './scan-folder.ts';

/** So long a deleted run can be had back. */
const keptSeconds = 7 * 24 * 3600;

/**
 * Deleted runs, in a folder of the root: each in a folder of its own with a label that says where it was. They are removed
 * for good a week later, when a board is opened on the root.
 */
export class Trash {
  readonly #root: string;
  readonly #folder: string;

  /** @param root the real path of the folder that the board shows */
  constructor(root: string) {
    this.#root = root;
    this.#folder = join(root, trashFolder);
  }

  /**
   * Moves the folder of a run away.
   *
   * @returns what brings it back, and until when (Unix time in seconds)
   * @throws UsageError where that is the root itself, FileError where it lies outside or the system refuses
   */
  remove(id: string): { readonly undo: string; readonly until: number } {
    if (id === '.') throw new UsageError('the board shows the folder of this run itself, so it cannot be deleted here');
    const folder = this.#resolve(id);
    const undo = randomBytes(12).toString('hex');
    const deleted = Math.floor(Date.now() / 1000);
    const place = join(this.#folder, undo);
    guard(folder, () => {
      mkdirSync(this.#folder, { recursive: true });
      // A link in the place of the trash would carry the run out of the root.
      if (!lstatSync(this.#folder).isDirectory()) throw new Error(`${trashFolder} is no folder`);
      mkdirSync(place);
      replaceJson(join(place, 'label.json'), { id, deleted });
      try {
        renameSync(folder, join(place, 'run'));
      } catch (error) {
        rmSync(place, { recursive: true, force: true });
        throw error;
      }
    });
    return { undo, until: deleted + keptSeconds };
  }

  /**
   * Brings a run back and returns its id; undefined where it is gone for good.
   *
   * @throws FileError where something else has taken its place
   */
  restore(undo: string): string | undefined {
    const label = /^[0-9a-f]{24}$/.test(undo) ? this.#labelOf(undo) : undefined;
    if (label === undefined) return undefined;
    const folder = join(this.#root, label.id);
    guard(folder, () => {
      mkdirSync(dirname(folder), { recursive: true });
      if (!isInside(this.#root, realpathSync(dirname(folder)))) throw new Error('its place is outside the root');
      // An empty folder would be replaced without a word.
      if (existsSync(folder)) throw new FileError(folder, 'cannot be brought back: another folder is in its place');
      renameSync(join(this.#folder, undo, 'run'), folder);
      rmSync(join(this.#folder, undo), { recursive: true, force: true });
    });
    return label.id;
  }

  /** Removes for good what was deleted more than a week ago. What is not ours to read stays. */
  empty(now = Date.now() / 1000): void {
    let names: string[];
    try {
      if (!isInside(this.#root, realpathSync(this.#folder))) return;
      names = readdirSync(this.#folder);
    } catch {
      return;
    }
    for (const name of names) {
      const label = /^[0-9a-f]{24}$/.test(name) ? this.#labelOf(name) : undefined;
      if (label !== undefined && label.deleted + keptSeconds < now) {
        rmSync(join(this.#folder, name), { recursive: true, force: true });
      }
    }
  }

  #labelOf(undo: string): { readonly id: string; readonly deleted: number } | undefined {
    try {
      const label: unknown = JSON.parse(readFileSync(join(this.#folder, undo, 'label.json'), 'utf8'));
      if (!isJsonObject(label)) return undefined;
      const { id, deleted } = label;
      if (typeof id !== 'string' || typeof deleted !== 'number') return undefined;
      return isInside(this.#root, join(this.#root, id)) ? { id, deleted } : undefined;
    } catch {
      return undefined;
    }
  }

  #resolve(id: string): string {
    const folder = join(this.#root, id);
    let real: string;
    try {
      real = realpathSync(folder);
    } catch (cause) {
      throw new FileError(folder, 'is not there any more', { cause });
    }
    if (real === folder && isInside(this.#root, real)) return folder;
    throw new FileError(folder, 'is a link, or below one; only folders inside the root are deleted');
  }
}

function guard(folder: string, move: () => void): void {
  try {
    move();
  } catch (cause) {
    if (cause instanceof FileError) throw cause;
    throw new FileError(folder, `cannot be moved: ${(cause as Error).message}`, { cause });
  }
}
