import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'fixtures', 'keras');

export interface StoredTensor {
  readonly shape: number[];
  readonly data: number[];
}

/** A model file, and what Keras computed with it; see test/fixtures/keras/README.md. */
export interface StoredKerasModel {
  /** Below the folder of fixtures. */
  readonly file: string;
  readonly path: string;
  values(): { readonly inputs: readonly StoredTensor[]; readonly outputs: readonly StoredTensor[] };
}

const storedModel = (file: string, values: string): StoredKerasModel => ({
  file,
  path: join(folder, file),
  values: () => JSON.parse(readFileSync(join(folder, `${values}.values.json`), 'utf8')),
});

/** Every stored model whose outputs are stored. */
export const kerasModels: readonly StoredKerasModel[] = [
  storedModel('activations.keras', 'activations'),
  storedModel('images.keras', 'images'),
  storedModel('images-channels-first.keras', 'images-channels-first'),
  storedModel('sequences.keras', 'sequences'),
  storedModel('volumes.keras', 'volumes'),
  storedModel('recurrent.keras', 'recurrent'),
  storedModel('masked.keras', 'masked'),
  storedModel('merging.keras', 'merging'),
  storedModel('nested.keras', 'nested'),
  storedModel('nested.h5', 'nested'),
  storedModel('stack.keras', 'stack'),
  storedModel('stack.h5', 'stack'),
  storedModel('keras2.h5', 'keras2'),
  storedModel('tfjs/model.json', 'keras2'),
  ...[
    'xor-with-relu-output',
    'softmax-of-one-output',
    'sigmoid-on-regression',
    'classes-with-squares',
    'logits-after-softmax',
    'counts',
    'batch-normalised',
    'signal',
    'sequence-lstm',
    'sequence-gru',
    'small-images',
    'diverging',
    'one-number-for-all-steps',
  ].map((name) => storedModel(`cases/${name}.keras`, `cases/${name}`)),
];

/** The largest difference, relative where numbers are above 1; NaN where one is. */
export function largestDifference(actual: ArrayLike<number | bigint>, expected: StoredTensor): number {
  let largest = 0;
  expected.data.forEach((value, index) => {
    const error = Math.abs(Number(actual[index]) - value) / Math.max(1, Math.abs(value));
    if (!(error <= largest)) largest = error;
  });
  return largest;
}
