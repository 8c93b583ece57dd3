/**
 * Writes the tables at the end of `docs/importing.md`: the formats of models that are read, and files that are refused. Run
 * it directly after a build, or import {@link importingTable}.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from './house.mjs';

const target = inRoot('docs', 'importing.md');
const marker = 'do not edit below. -->\n';

/**
 * The text behind the marker.
 *
 * @param {typeof import('../src/importers/index.ts').formatReaders} readers
 * @param {typeof import('../src/importers/index.ts').otherFormats} others
 */
export function importingTable(readers, others) {
  const code = (extension) => `\`${extension}\``;
  const read = readers.map(
    ({ extensions, name, keeps }) => `| ${extensions.map(code).join(', ')} | ${name} | ${keeps} |`,
  );
  const refused = new Map();
  for (const [extension, { is }] of Object.entries(others)) refused.set(is, [...(refused.get(is) ?? []), extension]);
  const refusals = [...refused].map(([is, extensions]) => `| ${extensions.map(code).join(', ')} | ${is} |`);
  return `
| file | what it is | what is kept |
| --- | --- | --- |
${read.join('\n')}

These hold no network that can be trained; the error says what to do instead:

| file | why |
| --- | --- |
${refusals.join('\n')}
`;
}

/** The page as it stands: what is written by hand, and the tables behind it. */
export function readImportingPage() {
  const page = readFileSync(target, 'utf8');
  const end = page.indexOf(marker) + marker.length;
  return { written: page.slice(0, end), table: page.slice(end) };
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { formatReaders, otherFormats } = await import('../dist/importers/index.js');
  writeFileSync(target, readImportingPage().written + importingTable(formatReaders, otherFormats));
}
