import type { ImageEntry, ImagesAnswer } from '../api.ts';
import { type BoardIndex, NotFound } from '../board-index/index.ts';
import { entriesOf, readPayload } from './payloads.ts';

/** Entries of a tag of images; only the last ones are looked into for their sizes. */
const mostEntries = 500;

/** The pictures of a tag. Throws NotFound, and FileError where one cannot be read. */
export async function answerImages(index: BoardIndex, run: string, tag: string): Promise<ImagesAnswer> {
  const places = entriesOf(index, 'images', run, tag);
  const entries: ImageEntry[] = [];
  for (let entry = Math.max(0, places.length - mostEntries); entry < places.length; entry++) {
    const { step, wallTime } = places[entry]!;
    const { width, height, images } = await readPayload(places[entry]!, tag, 'images');
    entries.push({ entry, step, wallTime, width, height, count: images.length });
  }
  return { entries };
}

/** One picture. */
export interface StoredImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** `image/png`, `image/jpeg`, `image/gif`, or `application/octet-stream` for what is none of these. */
  readonly type: string;
}

/** The bytes of one picture as they were written. Throws NotFound, and FileError where it cannot be read. */
export async function answerImage(
  index: BoardIndex,
  run: string,
  tag: string,
  entry: number,
  place: number,
): Promise<StoredImage> {
  const found = entriesOf(index, 'images', run, tag)[entry];
  const stored = found && (await readPayload(found, tag, 'images')).images[place];
  if (stored === undefined) throw new NotFound(`run '${run}' has no picture ${place} in entry ${entry} of '${tag}'`);
  // A copy: the stored one is a view of the whole record, which would travel between threads.
  return { bytes: new Uint8Array(stored), type: typeOf(stored) };
}

const signatures: readonly (readonly [type: string, signature: string])[] = [
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/gif', 'GIF8'],
];

function typeOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  return signatures.find(([, signature]) => head.startsWith(signature))?.[0] ?? 'application/octet-stream';
}
