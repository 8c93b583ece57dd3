import type { RunSummary } from '../../api/contract.ts';
import { csvAddress } from '../../api/requests.ts';

/** A field as RFC 4180 has it. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The tables of several runs under one head, the run in front of each line. */
export function joinedCsv(tables: readonly { readonly run: string; readonly text: string }[]): string {
  const lines = tables.flatMap(({ run, text }, i) => {
    const [head = '', ...rows] = text.split(/\r?\n/).filter((line) => line !== '');
    const name = csvField(run);
    return [...(i === 0 ? [`run,${head}`] : []), ...rows.map((row) => `${name},${row}`)];
  });
  return `${lines.join('\n')}\n`;
}

/** Every recorded point of a tag in these runs. */
export async function csvOf(tag: string, runs: readonly RunSummary[]): Promise<Blob> {
  const tables: { run: string; text: string }[] = [];
  for (const { id } of runs) {
    const response = await fetch(csvAddress(id, tag));
    if (!response.ok) throw new Error(`The points of ${id} could not be read (${response.status})`);
    tables.push({ run: id, text: await response.text() });
  }
  return new Blob([joinedCsv(tables)], { type: 'text/csv' });
}
