import type { TextAnswer } from '../api.ts';
import type { BoardIndex } from '../board-index/index.ts';
import { entriesOf, readPayload } from './payloads.ts';

const mostEntries = 100;

/** The last texts of a tag. Throws NotFound, and FileError where one cannot be read. */
export async function answerText(index: BoardIndex, run: string, tag: string): Promise<TextAnswer> {
  const places = entriesOf(index, 'text', run, tag);
  const entries: TextAnswer['entries'][number][] = [];
  for (const place of places.slice(-mostEntries)) {
    const { texts, shape } = await readPayload(place, tag, 'text');
    entries.push({ step: place.step, wallTime: place.wallTime, shape, texts });
  }
  return { total: places.length, entries };
}
