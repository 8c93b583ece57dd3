import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type RunRecord, runFiles } from '../../records/index.ts';

/** Files of a run that say what it was; empty where they are not there. */
export interface RunDescription {
  readonly recipe: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
}

const mostBytes = 4_000_000;

/** Reads a run's own files of JSON. What cannot be read is added to `problems`. */
export function describeRun({ folder }: RunRecord, problems: string[]): RunDescription {
  const read = (name: string): Readonly<Record<string, unknown>> => {
    const path = join(folder, name);
    try {
      const size = statSync(path, { throwIfNoEntry: false })?.size;
      if (size === undefined) return {};
      if (size > mostBytes) throw new Error(`${size} bytes, more than the ${mostBytes} that are read`);
      const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
      return typeof value === 'object' && value !== null ? { ...value } : {};
    } catch (error) {
      // A run that is a single event file has no files beside it.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ENOTDIR') problems.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      return {};
    }
  };
  return { recipe: read(runFiles.recipe), environment: read(runFiles.environment), result: read(runFiles.result) };
}

/** Fields of fields by names with dots between; lists stay whole, as JSON. */
export function flatten(value: Readonly<Record<string, unknown>>, prefix = ''): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, field] of Object.entries(value)) {
    const isRecord = typeof field === 'object' && field !== null && !Array.isArray(field);
    if (isRecord) for (const [key, text] of flatten({ ...field }, `${prefix}${name}.`)) fields.set(key, text);
    else fields.set(prefix + name, typeof field === 'string' ? field : JSON.stringify(field));
  }
  return fields;
}
