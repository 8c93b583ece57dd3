import { csvAddress } from '../../api/requests.ts';
import type { SeriesOfRun } from './chart-content.ts';

/** A field as RFC 4180 has it. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The tables of several scalars under one head, the run in front of each line, and the tag where there are several. */
export function joinedCsv(
  tables: readonly { readonly run: string; readonly tag: string; readonly text: string }[],
): string {
  const hasTags = new Set(tables.map(({ tag }) => tag)).size > 1;
  const lines = tables.flatMap(({ run, tag, text }, i) => {
    const [head = '', ...rows] = text.split(/\r?\n/).filter((line) => line !== '');
    const front = (hasTags ? [run, tag] : [run]).map(csvField).join();
    const heads = i > 0 ? [] : [`${hasTags ? 'run,tag' : 'run'},${head}`];
    return [...heads, ...rows.map((row) => `${front},${row}`)];
  });
  return `${lines.join('\n')}\n`;
}

/** Every recorded point of some scalars. */
export async function csvOf(series: readonly SeriesOfRun[]): Promise<Blob> {
  const tables: { run: string; tag: string; text: string }[] = [];
  for (const { run, tag } of series) {
    const response = await fetch(csvAddress(run.id, tag));
    if (!response.ok) throw new Error(`The points of ${run.id} could not be read (${response.status})`);
    tables.push({ run: run.id, tag, text: await response.text() });
  }
  return new Blob([joinedCsv(tables)], { type: 'text/csv' });
}
