/**
 * Makes examples/data/fashion-mnist/ from the files of Debian's package dataset-fashion-mnist: the first images of each
 * class, as many of every class, in the order of the source. Run it as
 *
 *   node scripts/make-fashion-mnist-subset.mjs /usr/share/datasets/fashion-mnist
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { inRoot } from './house.mjs';

const classes = 10;
const parts = [
  { name: 'train', examplesPerClass: 1000 },
  { name: 't10k', examplesPerClass: 200 },
];

/** The indices, ascending, of the first `examplesPerClass` examples of each of `classes` classes. */
export function firstOfEachClass(labels, classes, examplesPerClass) {
  const taken = new Array(classes).fill(0);
  const chosen = [];
  labels.forEach((label, index) => {
    if (taken[label] === examplesPerClass) return;
    taken[label] += 1;
    chosen.push(index);
  });
  const short = taken.findIndex((count) => count < examplesPerClass);
  if (short >= 0) throw new Error(`class ${short} has ${taken[short]} examples, and ${examplesPerClass} are wanted`);
  return chosen;
}

/** Keeps some examples of an IDX file of bytes; the first dimension of such a file counts its examples. */
export function selectExamples(idx, indices) {
  const headerBytes = 4 + 4 * idx[3];
  const bytesPerExample = (idx.length - headerBytes) / idx.readUInt32BE(4);
  const header = Buffer.from(idx.subarray(0, headerBytes));
  header.writeUInt32BE(indices.length, 4);
  const examples = indices.map((index) => {
    const start = headerBytes + index * bytesPerExample;
    return idx.subarray(start, start + bytesPerExample);
  });
  return Buffer.concat([header, ...examples]);
}

/** Gzip with neither a time nor a platform in its header, so that the same bytes in give the same bytes out. */
function reproducibleGzip(bytes) {
  const zipped = gzipSync(bytes, { level: 9 });
  const unknownPlatform = 255;
  zipped.writeUInt32LE(0, 4);
  zipped[9] = unknownPlatform;
  return zipped;
}

function makeSubset(source, target) {
  mkdirSync(target, { recursive: true });
  for (const { name, examplesPerClass } of parts) {
    const labelsFile = `${name}-labels-idx1-ubyte.gz`;
    const imagesFile = `${name}-images-idx3-ubyte.gz`;
    const labels = gunzipSync(readFileSync(join(source, labelsFile)));
    const images = gunzipSync(readFileSync(join(source, imagesFile)));
    const chosen = firstOfEachClass(labels.subarray(8), classes, examplesPerClass);
    writeFileSync(join(target, labelsFile), reproducibleGzip(selectExamples(labels, chosen)));
    writeFileSync(join(target, imagesFile), reproducibleGzip(selectExamples(images, chosen)));
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [source] = process.argv.slice(2);
  if (source === undefined) {
    console.error('usage: node scripts/make-fashion-mnist-subset.mjs FOLDER-OF-FASHION-MNIST');
    process.exit(2);
  }
  makeSubset(source, inRoot('examples', 'data', 'fashion-mnist'));
}
