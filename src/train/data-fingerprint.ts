import { ContentHash, elementCount } from '../core/index.ts';
import type { Dataset } from '../data/browser.ts';
import type { DataFingerprint } from './training-checkpoint.ts';

/** Elements of a field that are looked at; smaller data are looked at whole. */
const mostElements = 1_000_000;

/** What tells a dataset from another one: shapes and values, not the path, so that data may be moved. */
export function fingerprintOf(dataset: Dataset): DataFingerprint {
  const { inputs, target, length } = dataset;
  const hash = new ContentHash();
  for (const { name, dtype, shape } of target === undefined ? inputs : [...inputs, target]) {
    const size = elementCount(shape);
    const count = Math.min(length, Math.max(2, Math.floor(mostElements / size)));
    const indices = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
    const isClass = dtype === 'int64' && name === target?.name;
    const values = isClass ? new BigInt64Array(count * size) : new Float32Array(count * size);
    dataset.gather(name, indices, values);
    hash.text(`${name} ${dtype} ${shape.join()}`).bytes(values);
  }
  return { samples: length, hash: hash.digest() };
}
