/**
 * Writes the table at the end of `docs/keras.md`: every class of Keras's layers that is read, and every activation. Run it
 * directly after a build, or import {@link kerasTable}.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from './house.mjs';

const target = inRoot('docs', 'keras.md');
const marker = 'do not edit below. -->\n';

/**
 * The text behind the marker.
 *
 * @param {Readonly<Record<string, import('../src/importers/keras/layer.ts').KerasLayer>>} layers
 * @param {readonly string[]} activations
 */
export function kerasTable(layers, activations) {
  const rows = Object.entries(layers)
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([name, { limits = '' }]) => `| \`${name}\` | ${limits} |`);
  const names = activations.map((name) => `\`${name}\``).join(', ');
  return `
\`Sequential\` and \`Functional\` models, also within each other, with shared layers, several inputs and outputs, and:

| class | limits |
| --- | --- |
${rows.join('\n')}

Activations: ${names}.
`;
}

/** The page as it stands: what is written by hand, and the table behind it. */
export function readKerasPage() {
  const page = readFileSync(target, 'utf8');
  const end = page.indexOf(marker) + marker.length;
  return { written: page.slice(0, end), table: page.slice(end) };
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { kerasLayers, activationNames } = await import('../dist/importers/index.js');
  writeFileSync(target, readKerasPage().written + kerasTable(kerasLayers, activationNames));
}
