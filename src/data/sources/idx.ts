import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DataError, UsageError } from '../../core/index.ts';
import type { PartName, RawPart, RawParts } from '../assemble.ts';
import { locateIdx, readIdx } from '../readers/idx.ts';
import type { Source, SourceRequest } from './source.ts';

/** `train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz`: the names that MNIST and its followers use. */
const namePattern = /^(.*?)(images|labels)([-.]idx)\d(-ubyte)?(\.gz)?$/i;

const partOfPrefix: Readonly<Record<string, PartName>> = {
  'train-': 'train',
  'val-': 'validation',
  'validation-': 'validation',
  't10k-': 'test',
  'test-': 'test',
};

/** IDX files, as MNIST comes: a folder of images and labels, or one file of images with its labels beside it. */
export const idxSource: Source = {
  reads: 'IDX files (MNIST)',
  accepts: ({ kind, name, contents }) =>
    kind === 'file' ? namePattern.test(name) : contents.some((entry) => namePattern.test(entry)),
  read: async ({ path, kind, contents }, request) => {
    if (kind === 'folder') return readFolder(path, contents, request);
    const folder = dirname(path);
    const part = await readPart(folder, basename(path), await readdir(folder), request);
    return { parts: { train: part } };
  },
};

async function readFolder(path: string, contents: readonly string[], request: SourceRequest): Promise<RawParts> {
  const parts: Partial<Record<PartName, RawPart>> = {};
  for (const name of contents) {
    const [, prefix = '', kind = ''] = namePattern.exec(name) ?? [];
    const partName = partOfPrefix[prefix.toLowerCase()];
    // Where a file lies both plain and gzipped, the plain one comes first in the sorted contents.
    if (kind.toLowerCase() !== 'images' || partName === undefined || parts[partName] !== undefined) continue;
    parts[partName] = await readPart(path, name, contents, request);
  }
  if (Object.keys(parts).length === 0) {
    throw new DataError(`${path}: no images among ${contents.join(', ')}`, {
      advice: 'Expected names such as train-images-idx3-ubyte and train-labels-idx1-ubyte',
    });
  }
  return { parts };
}

async function readPart(
  folder: string,
  name: string,
  contents: readonly string[],
  request: SourceRequest,
): Promise<RawPart> {
  const path = join(folder, name);
  const { wants, isForced } = request.streaming;
  const stored = wants((await stat(path)).size) ? await locateIdx(path) : undefined;
  if (stored === undefined && isForced) {
    throw new UsageError(`${path}: is compressed, so it cannot be streamed`, { advice: 'Unpack it (gunzip)' });
  }
  const inputs = [{ name: 'images', values: stored ?? (await readIdx(path)) }];
  if (!request.withTarget) return { inputs };
  const [, prefix, kind] = namePattern.exec(name) ?? [];
  const labels = contents.find((entry) => {
    const [, otherPrefix, otherKind] = namePattern.exec(entry) ?? [];
    return kind?.toLowerCase() === 'images' && otherPrefix === prefix && otherKind?.toLowerCase() === 'labels';
  });
  if (labels === undefined) {
    throw new DataError(`${join(folder, name)}: no labels beside it`, {
      advice: 'Expected names such as train-images-idx3-ubyte and train-labels-idx1-ubyte',
    });
  }
  return { inputs, target: { name: 'labels', values: await readIdx(join(folder, labels)) } };
}
