import { readdirSync } from 'node:fs';
import { hostname } from 'node:os';

const namePattern = /^events\.out\.tfevents\.(\d{10})\./;
let opened = 0;

/** Whether a file name says that it is an event file: TensorBoard's own rule. */
export const isEventFileName = (name: string): boolean => name.includes('tfevents');

/**
 * A name for a new event file in a folder, `events.out.tfevents.<seconds>.<host>.<process>.<number>`. It sorts behind all
 * that are there, since files of a run are read in the order of their names.
 */
export function nextEventFileName(folder: string): string {
  const newest = Math.max(0, ...readdirSync(folder).map((name) => Number(namePattern.exec(name)?.[1] ?? 0)));
  const seconds = Math.max(Math.floor(Date.now() / 1000), newest + 1);
  const host = hostname().replace(/[^\w.-]/g, '_');
  return `events.out.tfevents.${String(seconds).padStart(10, '0')}.${host}.${process.pid}.${opened++}`;
}
