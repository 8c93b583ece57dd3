import type { EventValue } from '../../records/index.ts';
import { type BoardIndex, NotFound, type PayloadKind, type PayloadPlace, runOf } from '../board-index/index.ts';

/** Entries of a tag in the order of their steps, those of equal steps as they were written. Throws NotFound. */
export function entriesOf(index: BoardIndex, kind: PayloadKind, id: string, tag: string): PayloadPlace[] {
  const places = runOf(index, id).payloads(kind, tag);
  if (places === undefined) throw new NotFound(`run '${id}' has no ${kind} '${tag}'`);
  return places.sort((a, b) => a.step - b.step);
}

/** At most `most` of some entries, spread evenly, first and last among them. */
export function spread<Entry>(entries: readonly Entry[], most: number): readonly Entry[] {
  if (entries.length <= most) return entries;
  if (most === 1) return entries.slice(-1);
  return Array.from({ length: most }, (_, i) => entries[Math.round((i * (entries.length - 1)) / (most - 1))]!);
}

/** Reads an entry again. Throws NotFound where it is not there any more, FileError where it cannot be decoded. */
export async function readPayload<Kind extends EventValue['kind']>(
  { file, offset }: PayloadPlace,
  tag: string,
  kind: Kind,
): Promise<Extract<EventValue, { kind: Kind }>> {
  const entries = await file.readAt(offset);
  const entry = entries.find((candidate) => candidate.tag?.name === tag && candidate.kind === kind);
  const value = entry?.decode();
  if (value?.kind !== kind) throw new NotFound(`the ${kind} of '${tag}' is not in the file any more`);
  return value as Extract<EventValue, { kind: Kind }>;
}

/** A number as JSON can hold it. */
export const toJsonNumber = (value: number): number | 'NaN' | 'Infinity' | '-Infinity' =>
  Number.isFinite(value) ? value : Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
