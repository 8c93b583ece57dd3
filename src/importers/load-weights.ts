import { extname } from 'node:path';
import { FileError } from '../core/index.ts';
import { readFileBytes } from '../data/index.ts';
import type { Network } from '../nn/index.ts';
import { readSafetensors } from '../records/index.ts';
import { otherFormats } from './formats.ts';
import type { ImportNote } from './imported-model.ts';
import { loadStateDict, type StateDictReport } from './load-state-dict.ts';

/**
 * A network with the weights of a safetensors file, by name and shape, and what matched in words.
 *
 * @throws FileError where the file is absent, damaged or of another kind, where nothing in it fits, or where shapes contradict
 */
export async function loadWeights(
  network: Network,
  path: string,
): Promise<{ network: Network; notes: readonly ImportNote[] }> {
  const extension = extname(path).toLowerCase();
  if (extension !== '.safetensors') {
    const other = otherFormats[extension];
    throw other === undefined
      ? new FileError(path, 'is no file of weights, expected a .safetensors file')
      : new FileError(path, other.is, { advice: other.advice });
  }
  const { tensors } = readSafetensors(await readFileBytes(path), path);
  const { network: loaded, report } = loadStateDict(network, tensors);
  const [contradiction] = report.contradictions;
  if (contradiction !== undefined) {
    const more = report.contradictions.length === 1 ? '' : `, and ${report.contradictions.length - 1} more`;
    throw new FileError(path, `does not fit the network: ${contradiction}${more}`);
  }
  if (report.loaded.length === 0) {
    throw new FileError(
      path,
      `has no tensor under a name of the network: it has ${some([...tensors.keys()])}; the network has ${some(report.missing)}`,
    );
  }
  return { network: loaded, notes: describe(path, report) };
}

function describe(path: string, { loaded, missing, leftOver }: StateDictReport): ImportNote[] {
  const notes: ImportNote[] = [{ severity: 'info', message: `${path}: ${loaded.length} tensors were loaded by name.` }];
  if (missing.length > 0) {
    notes.push({ severity: 'warning', message: `${path} has nothing for ${some(missing)}, which keep their values.` });
  }
  if (leftOver.length > 0) {
    notes.push({ severity: 'warning', message: `The network has no place for ${some(leftOver)} of ${path}.` });
  }
  return notes;
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 4).map((name) => `'${name}'`);
  return names.length > 4 ? `${shown.join(', ')} and ${names.length - 4} more` : shown.join(', ') || 'none';
}
