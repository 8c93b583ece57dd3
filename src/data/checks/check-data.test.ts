import { describe, expect, it } from 'vitest';
import { fromNumbers, RandomStream } from '../../core/index.ts';
import { sequential, withPreparation } from '../../nn/index.ts';
import { MemoryDataset } from '../memory-dataset.ts';
import { fitPreparation } from '../preparation/index.ts';
import { dataChecks } from './catalogue.ts';
import { checkData } from './check-data.ts';

interface Columns {
  readonly [name: string]: readonly number[];
}

function dataset(columns: Columns, target: readonly number[], kind: 'classes' | 'numbers' = 'classes'): MemoryDataset {
  const names = Object.keys(columns);
  const values = target.flatMap((_, row) => names.map((name) => columns[name]![row]!));
  const targets =
    kind === 'classes'
      ? fromNumbers('int64', [target.length], target)
      : fromNumbers('float32', [target.length, 1], target);
  return new MemoryDataset({
    source: 'made',
    layout: 'features',
    inputs: [{ name: 'inputs', values: fromNumbers('float32', [target.length, names.length], values) }],
    target: { name: 'y', values: targets },
    columnNames: names,
    ...(kind === 'classes' ? { classNames: ['cat', 'dog', 'cow'] } : {}),
  });
}

/** Three ordinary columns: normal, uniform and exponential. */
function ordinary(seed: string, rows: number) {
  const random = new RandomStream(3, seed);
  const draw = (make: () => number) => Array.from({ length: rows }, make);
  const columns = {
    weight: draw(() => 70 + 10 * random.normal()),
    age: draw(() => 20 + 60 * random.uniform()),
    wait: draw(() => -3 * Math.log(1 - random.uniform())),
  };
  return { columns, classes: columns.age.map((age) => Math.min(2, Math.floor((age - 20) / 20))) };
}

const train = ordinary('train', 900);
const test = ordinary('test', 300);
const clean = dataset(train.columns, train.classes);
const cleanTest = dataset(test.columns, test.classes);

const find = (data: MemoryDataset, others: Record<string, MemoryDataset> = { test: cleanTest }) =>
  checkData({ train: data, others });
const changed = (name: string, change: (value: number, row: number) => number): MemoryDataset =>
  dataset({ ...train.columns, [name]: (train.columns as Columns)[name]!.map(change) }, train.classes);
const withTarget = (target: readonly number[], kind: 'classes' | 'numbers' = 'numbers') =>
  dataset(train.columns, target, kind);

describe('checkData', () => {
  it('finds nothing in clean data, of classes or numbers', () => {
    expect(find(clean)).toEqual([]);
    expect(checkData({ train: withTarget(train.columns.age.map((age, i) => age + Math.sin(i))), others: {} })).toEqual(
      [],
    );
  });

  const spoilt: readonly (readonly [keyof typeof dataChecks, string, () => ReturnType<typeof find>])[] = [
    [
      'nonFinite',
      "column 'age' has 2 missing or infinite values in 900 samples",
      () =>
        find(changed('age', (value, row) => (row === 5 ? Number.NaN : row === 9 ? Number.POSITIVE_INFINITY : value))),
    ],
    [
      'constantColumns',
      "column 'wait' (always 7) never changes",
      () =>
        find(
          changed('wait', () => 7),
          {},
        ),
    ],
    ['constantColumns', "the target 'y' is 3 in every sample", () => find(withTarget(train.classes.map(() => 3)), {})],
    [
      'duplicateColumns',
      "column 'copy' (as column 'age')",
      () => find(dataset({ ...train.columns, copy: train.columns.age }, train.classes), {}),
    ],
    [
      'duplicateColumns',
      "column 'age' equals the target 'y' in every sample",
      () => find(withTarget(train.columns.age), {}),
    ],
    [
      'leakage',
      '300 of 300 samples (100 %) have the same inputs as a training sample, such as sample 0, which is sample 10',
      () => find(clean, { test: clean.subset(Uint32Array.from({ length: 300 }, (_, i) => i + 10)) as MemoryDataset }),
    ],
    [
      'classImbalance',
      "class 'cow' has 9 samples, class 'cat' 891: whoever always says 'cat' is right in 99 %",
      () =>
        find(
          withTarget(
            train.classes.map((_, i) => (i % 100 === 0 ? 2 : 0)),
            'classes',
          ),
          {},
        ),
    ],
    [
      'labels',
      'all of them whole numbers divided by 255, such as 0.003922: labels scaled like pixels',
      () => find(withTarget(train.classes.map((value) => value / 255)), {}),
    ],
    [
      'labels',
      "no sample has the class 'cat', every class from 'dog' to 'cow' occurs: labels that begin at 1",
      () =>
        find(
          withTarget(
            train.classes.map((value) => Math.max(1, value)),
            'classes',
          ),
          {},
        ),
    ],
    [
      'labels',
      "has samples of 'cow', of which the training part has none",
      () =>
        find(
          withTarget(
            train.classes.map((value) => Math.min(1, value)),
            'classes',
          ),
        ),
    ],
    [
      'labels',
      "has no sample of 'cow', so nothing is measured of them",
      () =>
        find(clean, {
          test: dataset(
            test.columns,
            test.classes.map((value) => Math.min(1, value)),
          ),
        }),
    ],
    [
      'outliers',
      "column 'weight' has the value 7000, while half of all lie between",
      () =>
        find(
          changed('weight', (value, row) => (row === 3 ? 7000 : value)),
          {},
        ),
    ],
    [
      'dynamicRange',
      "column 'wait' ranges from",
      () =>
        find(
          changed('wait', (value) => Math.expm1(value)),
          {},
        ),
    ],
    [
      'conflictingDuplicates',
      '2 samples (0.222 %) have the inputs of another sample but a different target, such as samples 3 and 4',
      () => {
        const same = Object.entries(train.columns).map(([name, values]) => [
          name,
          values.map((v, i) => (i === 4 ? values[3]! : v)),
        ]);
        return find(
          dataset(
            Object.fromEntries(same),
            train.classes.map((value, i) => (i === 4 ? (train.classes[3]! + 1) % 3 : value)),
          ),
          {},
        );
      },
    ],
    [
      'drift',
      "1 of 3 features are distributed differently than in training, most of all column 'age'",
      () =>
        find(clean, { test: dataset({ ...test.columns, age: test.columns.age.map((age) => age + 15) }, test.classes) }),
    ],
    [
      'targetScale',
      "the target 'y' has mean",
      () => find(withTarget(train.columns.age.map((age, i) => 1e5 * (age + Math.sin(i)))), {}),
    ],
  ];

  it.each(spoilt)('%s: %s', (check, message, findings) => {
    expect(
      findings()
        .filter((finding) => finding.check === check)
        .map((finding) => finding.message),
    ).toContainEqual(expect.stringContaining(message));
  });

  it('proposes a C for a range that is too wide', () => {
    const [finding] = find(
      changed('wait', (value) => value ** 10),
      {},
    ).filter(({ check }) => check === 'dynamicRange');
    expect(finding!.advice).toMatch(/log1p with C = /);
  });

  it('finds whitened data before a model that whitens, and images divided by 255 twice', () => {
    const fitted = fitPreparation(clean, 'auto', { scaleTarget: false })!;
    const network = withPreparation(sequential([{ layer: 'dense', units: 3 }], { inputShape: [3] }), fitted);
    const input = fitted.inputs[0]!;
    const whitened = Object.fromEntries(
      Object.entries(train.columns).map(([name, values], column) => [
        name,
        values.map((value) => (value - input.mean![column]!) / input.deviation![column]!),
      ]),
    );
    const preparation = network.preparation!;
    const found = checkData({ train: dataset(whitened, train.classes), others: {}, preparation });
    expect(found.map(({ check, severity }) => [check, severity])).toEqual([['preparedTwice', 'fault']]);
    expect(checkData({ train: clean, others: {}, preparation })).toEqual([]);

    const pixels = Float32Array.from({ length: 40 * 64 }, (_, i) => ((i * 37) % 256) / 255 / 255);
    const images = new MemoryDataset({
      source: 'images',
      layout: 'NHW',
      inputs: [{ name: 'images', values: fromNumbers('float32', [40, 8, 8], pixels) }],
    });
    expect(checkData({ train: images, others: {} })[0]!.message).toContain('they were divided by 255 twice');
  });

  it('tells unknown categories from missing ones, and both from numbers that are missing', () => {
    const table = (codes: readonly number[], categories: readonly string[]) =>
      new MemoryDataset({
        source: 'made',
        layout: 'features',
        inputs: [{ name: 'inputs', values: fromNumbers('float32', [codes.length, 1], codes) }],
        columnNames: ['colour'],
        categories: [categories],
      });
    const known = table([0, 1, 0, 1, 0, 1], ['blue', 'red']);
    const other = table([0, 1, 1, 2, 2, Number.NaN], ['blue', 'green', 'red']).withCategories([['blue', 'red']]);
    const found = checkData({ train: known, others: { against: other as MemoryDataset } });
    const messages = found.map(({ check, severity, message }) => [check, severity, message]);
    expect(messages).toContainEqual([
      'unknownCategories',
      'warning',
      "column 'colour' has a category in 2 of 6 samples (33.3 %) that training lacks, such as 'green'",
    ]);
    expect(messages).toContainEqual([
      'nonFinite',
      'fault',
      "column 'colour' has 1 missing value in 6 samples (16.7 %)",
    ]);
  });

  it('says that missing values are none of a model that fills them in', () => {
    const data = changed('age', (value, row) => (row === 5 ? Number.NaN : value));
    const preparation = fitPreparation(data, { missing: 'mean' }, { scaleTarget: false })!;
    const [finding] = checkData({ train: data, others: {}, preparation });
    expect(finding).toMatchObject({ check: 'nonFinite', severity: 'note' });
  });

  it('has a spoilt data set for every check', () => {
    const shown = new Set<string>([...spoilt.map(([check]) => check), 'preparedTwice', 'unknownCategories']);
    expect(Object.keys(dataChecks).filter((name) => !shown.has(name))).toEqual([]);
  });
});
