import { basename, dirname, join } from 'node:path';
import { DataError } from '../../core/index.ts';
import { cached } from '../array-cache.ts';
import type { PartName, RawPart } from '../assemble.ts';
import { listFolder } from '../readers/files.ts';
import { type ImageFiles, isImageName, openImages, readImages } from '../readers/images.ts';
import type { StoredArray } from '../stored-array.ts';
import type { Source, SourceRequest } from './source.ts';

const partOfFolder: Readonly<Record<string, PartName>> = {
  train: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
};

/** Folders of PNG or JPEG images, one sub-folder a class, alone or under `train/`, `val/` and `test/`. */
export const imageFolderSource: Source = {
  reads: 'a folder of images (class/name.png)',
  accepts: ({ kind, name }) => kind === 'folder' || isImageName(name),
  read: async ({ path, kind }, request) => {
    if (kind === 'file')
      return { parts: { train: await readPart(dirname(path), [basename(path)], request) }, layout: 'NCHW' };
    const { folders } = await listFolder(path);
    const partFolders = folders.filter((name) => partOfFolder[name.toLowerCase()] !== undefined);
    if (partFolders.length === 0 || partFolders.length < folders.length) {
      return { parts: { train: await readFolder(path, request) }, layout: 'NCHW' };
    }
    const parts: Partial<Record<PartName, RawPart>> = {};
    for (const name of partFolders) {
      const partName = partOfFolder[name.toLowerCase()]!;
      if (parts[partName] !== undefined)
        throw new DataError(`${path}: two folders for the ${partName} part, one of them '${name}'`);
      parts[partName] = await readFolder(join(path, name), request);
    }
    return { parts, layout: 'NCHW' };
  },
};

async function readFolder(path: string, request: SourceRequest): Promise<RawPart> {
  const { folders, files } = await listFolder(path);
  const images: string[] = [];
  for (const folder of folders) {
    const names = (await listFolder(join(path, folder))).files.filter(isImageName);
    if (names.length === 0) throw new DataError(`${join(path, folder)}: no PNG or JPEG images in this class`);
    images.push(...names.map((name) => join(folder, name)));
  }
  if (!request.withTarget) images.push(...files.filter(isImageName));
  if (images.length === 0) {
    throw new DataError(
      `${path}: no ${request.withTarget ? 'sub-folders of images, one for each class' : 'PNG or JPEG images'}`,
    );
  }
  return readPart(path, images, request);
}

/** Images by their paths inside `root`; the class is the first folder of that path. */
async function readPart(root: string, images: readonly string[], request: SourceRequest): Promise<RawPart> {
  if (request.withTarget && images.some((name) => dirname(name) === '.')) {
    throw new DataError(`${join(root, images[0]!)}: one image without a class`, {
      advice: 'Give a folder with one sub-folder for each class',
    });
  }
  const paths = images.map((name) => join(root, name));
  const opened = await openImages(paths);
  const values = request.streaming.wants(opened.bytes)
    ? await decodeToFile(root, paths, opened, request.streaming.cacheFolder)
    : await readImages(paths, opened);
  const inputs = [{ name: 'images', values }];
  if (!request.withTarget) return { inputs };
  const labels = images.map((name) => dirname(name));
  return { inputs, target: { name: 'class', values: labels, classNames: [...new Set(labels)] } };
}

/** Decodes images once into a file, which is kept. */
async function decodeToFile(
  root: string,
  paths: readonly string[],
  { dtype, shape, bytes, decode }: ImageFiles,
  cacheFolder: string,
): Promise<StoredArray> {
  const subject = { source: root, files: paths, settings: 'images', bytes };
  const entry = await cached(cacheFolder, subject, async ({ writeAt }) => {
    await decode((index, pixels) => {
      const image = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
      writeAt('images', image, index * image.length);
    });
  });
  return { dtype, shape, path: entry.path('images'), offset: 0, bigEndian: false };
}
