import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceJson } from '../../records/index.ts';
import type { Problem, RunChange } from '../api.ts';
import { settingsFile } from './board-files.ts';

/** What users said of a run. */
export interface RunSettings {
  /** Absent where it has no name but its id. */
  readonly name?: string;
  readonly notes?: string;
  readonly hidden?: boolean;
}

const schema = z.object({
  runs: z.record(
    z.string(),
    z.object({ name: z.string().optional(), notes: z.string().optional(), hidden: z.boolean().optional() }),
  ),
});

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
      const { runs } = schema.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
      // Absent and undefined differ for exact types alone.
      this.#runs = new Map(Object.entries(runs) as [string, RunSettings][]);
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
