import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceJson } from '../../records/index.ts';
import type { Problem, RunChange } from '../api.ts';
import { settingsFile } from './board-files.ts';
import { isJsonObject } from './json-object.ts';

/** What users said of a run. */
export interface RunSettings {
  /** Absent where it has no name but its id. */
  readonly name?: string;
  readonly notes?: string;
  readonly hidden?: boolean;
}

/** Names, notes and what is hidden, in one file of the root, which is replaced by rename at each change. */
export class SettingsFile {
  readonly #path: string;
  readonly #runs: Map<string, RunSettings>;
  /** Set where the file is there and cannot be read. It is then left as it is until the first change. */
  readonly problem: Problem | undefined;

  constructor(root: string) {
    this.#path = join(root, settingsFile);
    this.#runs = new Map();
    if (!existsSync(this.#path)) return;
    try {
      this.#runs = settingsOf(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      const message = 'names and notes cannot be read: it is not as the board writes it';
      this.problem = { file: settingsFile, offset: null, message };
    }
  }

  of(id: string): RunSettings {
    return this.#runs.get(id) ?? {};
  }

  /** Throws FileError where the file cannot be written; then nothing changes. */
  change(id: string, { name, notes, hidden }: RunChange): void {
    const before = this.of(id);
    const after: RunSettings = {
      ...keep('name', name === undefined ? before.name : name.trim()),
      ...keep('notes', notes ?? before.notes),
      ...keep('hidden', hidden ?? before.hidden),
    };
    const runs = new Map(this.#runs).set(id, after);
    replaceJson(this.#path, { runs: Object.fromEntries([...runs].filter(([, said]) => Object.keys(said).length > 0)) });
    this.#runs.set(id, after);
  }
}

/** A field, unless it says nothing. */
function keep<Name extends keyof RunSettings>(name: Name, value: RunSettings[Name]): Partial<RunSettings> {
  return value === undefined || value === '' || value === false ? {} : { [name]: value };
}

/** What the file says. Throws where it is of another form. Checked by hand: loading a library for it delays every start. */
function settingsOf(value: unknown): Map<string, RunSettings> {
  const types = { name: 'string', notes: 'string', hidden: 'boolean' };
  const isSettings = (said: unknown): said is RunSettings =>
    isJsonObject(said) &&
    Object.entries(types).every(([field, type]) => said[field] === undefined || typeof said[field] === type);
  if (!isJsonObject(value) || !isJsonObject(value.runs)) throw new TypeError('no runs');
  return new Map(
    Object.entries(value.runs).map(([id, said]) => {
      if (!isSettings(said)) throw new TypeError(`no settings: ${id}`);
      return [id, said];
    }),
  );
}
