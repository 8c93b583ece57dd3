import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type EventFileFault, EventFileReader, type EventValue, isEventFileName } from '../../src/records/index.ts';

/** An event file as plain data. */
export interface ReadEvents {
  /** Tag, step and value of each scalar, in the file's order. */
  readonly scalars: [string, number, number][];
  /** Tag, step and decoded value of everything else. */
  readonly values: [string | undefined, number, EventValue][];
  readonly faults: EventFileFault[];
}

/** What is left to read in an event file. */
export async function readEvents(reader: EventFileReader): Promise<ReadEvents> {
  const { scalars, values, faults }: ReadEvents = { scalars: [], values: [], faults: [] };
  for await (const batch of reader.read()) {
    const { scalars: columns } = batch;
    for (let i = 0; i < columns.length; i++) {
      scalars.push([reader.tags[columns.tags[i]!]!.name, columns.steps[i]!, columns.values[i]!]);
    }
    for (const entry of batch.entries) values.push([entry.tag?.name, entry.step, entry.decode()]);
    faults.push(...batch.faults);
  }
  return { scalars, values, faults };
}

/** The event files of a folder, in the order of their names. */
export const eventFilesOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter(isEventFileName)
    .sort()
    .map((name) => join(folder, name));

/** Every event of a folder's files. */
export async function readEventFolder(folder: string): Promise<ReadEvents[]> {
  const files: ReadEvents[] = [];
  for (const path of eventFilesOf(folder)) files.push(await readEvents(new EventFileReader(path)));
  return files;
}
