import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { writeParquet } from '../../../test/fixtures/data/parquet.ts';
import { damaged, refuseOrAccept, temporaryFolder } from '../../../test/fixtures/data/support.ts';
import type { Dataset } from '../dataset.ts';
import { openDataset, openInputs } from '../open-dataset.ts';
import { inferTask } from '../task.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const rows = 'FROM range(3) AS t(i)';
let files = 0;

function write(query: string, options?: string): Promise<string> {
  return writeParquet(folder.path(`table-${files++}.parquet`), query, options);
}

function values(dataset: Dataset, field: string, indices = [0, 1, 2]): number[] {
  const described = [...dataset.inputs, dataset.target!].find(({ name }) => name === field)!;
  const size = described.shape.reduce((product, length) => product * length, 1);
  const out = new Float32Array(indices.length * size);
  dataset.gather(field, indices, out);
  return Array.from(out);
}

describe('openDataset on Parquet', () => {
  it('makes one input of numbers of every kind', async () => {
    const path = await write(
      `SELECT i::TINYINT a, i::UBIGINT b, i / 2 AS c, i::DECIMAL(10, 2) / 4 AS d, i = 1 AS e, i::HUGEINT f, i * 0.5 AS y ${rows}`,
    );
    const { train } = await openDataset(path);
    expect(train).toMatchObject({ length: 3, layout: 'features', columnNames: ['a', 'b', 'c', 'd', 'e', 'f'] });
    expect(values(train, 'inputs', [1])).toEqual([1, 1, 0.5, 0.25, 1, 1]);
    expect(inferTask(train)).toEqual({ kind: 'numbers', size: 1 });
  });

  it.each([
    ["['no', 'yes', 'no', 'yes'][i + 1]", ['no', 'yes'], [0, 1, 0]],
    ["['b', 'a', 'b', 'a'][i + 1]::ENUM('a', 'b')", ['a', 'b'], [1, 0, 1]],
    ['i % 2', ['0', '1'], [0, 1, 0]],
    ['i % 2 = 0', ['false', 'true'], [1, 0, 1]],
  ])('takes %s for classes', async (expression, classNames, indices) => {
    const { train } = await openDataset(await write(`SELECT i AS x, ${expression} AS label FROM range(4) AS t(i)`));
    expect(train.classNames).toEqual(classNames);
    expect(values(train, 'label')).toEqual(indices);
  });

  it('makes vectors of lists, alone and beside numbers, and images of lists of lists', async () => {
    const list = await openDataset(await write(`SELECT [i, i + 1]::FLOAT[] AS x, i * 0.5 AS y ${rows}`));
    expect(list.train).toMatchObject({ inputs: [{ shape: [2] }], columnNames: ['x[0]', 'x[1]'] });
    expect(values(list.train, 'inputs')).toEqual([0, 1, 1, 2, 2, 3]);

    const mixedPath = await write(`SELECT 9 + i AS a, [i, -i]::DOUBLE[2] AS v, 7 AS b, i * 0.5 AS y ${rows}`);
    const mixed = await openDataset(mixedPath);
    expect(mixed.train.columnNames).toEqual(['a', 'v[0]', 'v[1]', 'b']);
    expect(values(mixed.train, 'inputs', [2])).toEqual([11, 2, -2, 7]);
    const inputs = await openInputs(mixedPath, { columnNames: mixed.train.columnNames, target: 'y' });
    expect(inputs.inputs).toEqual([{ name: 'inputs', dtype: 'float32', shape: [4] }]);

    const image = await openDataset(
      await write(`SELECT [[i, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13, 14, 15]] AS x, i * 0.5 AS y ${rows}`),
    );
    expect(image.train).toMatchObject({ layout: 'NHW', inputs: [{ shape: [4, 4] }] });
    expect(values(image.train, 'inputs', [2]).slice(0, 5)).toEqual([2, 1, 2, 3, 4]);
  });

  it('reads a list and several columns as targets', async () => {
    const path = await write(`SELECT i AS x, [i, 2 * i] AS t, i * 0.5 AS u ${rows}`);
    expect(values((await openDataset(path, { target: 't' })).train, 't', [2])).toEqual([2, 4]);
    expect(values((await openDataset(path, { target: 'u, x' })).train, 'u,x', [2])).toEqual([1, 2]);
  });

  it('reads a folder of parts in the order of their names, and columns that may be missing but are not', async () => {
    mkdirSync(folder.path('parts'));
    for (const part of [2, 0, 1]) {
      await writeParquet(
        folder.path(`parts/part-${part}.parquet`),
        `SELECT ${part} * 3 + i AS x, 0.5 * i AS y ${rows}`,
      );
    }
    const { train } = await openDataset(folder.path('parts'));
    expect(values(train, 'inputs', [0, 1, 2, 3, 4, 5, 6, 7, 8])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('keeps the order of many row groups', async () => {
    const path = await write('SELECT i AS x, 0.5 * i AS y FROM range(60000) AS t(i)', ', ROW_GROUP_SIZE 2048');
    const { train } = await openDataset(path);
    const all = values(
      train,
      'inputs',
      Array.from({ length: 60_000 }, (_, index) => index),
    );
    expect(all.every((value, index) => value === index)).toBe(true);
  });

  it.each([
    [
      `SELECT CASE WHEN i < 2 THEN i END AS x, 0.5 AS y ${rows}`,
      "column 'x', row 3: found an empty value, expected a finite number",
    ],
    [
      `SELECT CASE WHEN i = 1 THEN 'nan'::FLOAT ELSE i END AS x, 0.5 AS y ${rows}`,
      "column 'x', row 2: found 'nan', expected a finite number",
    ],
    [
      `SELECT i AS x, CASE WHEN i < 1 THEN 0.5 END AS y ${rows}`,
      "column 'y', row 2: found an empty value, expected a finite number; 2 of 3 rows of this column are like this",
    ],
    [
      `SELECT i AS x, CASE WHEN i < 1 THEN 'a' END AS y ${rows}`,
      "column 'y', row 2: found an empty value, expected a value",
    ],
    [
      `SELECT CASE WHEN i = 1 THEN [1] ELSE [1, 2] END AS x, 0.5 AS y ${rows}`,
      "column 'x', row 2: found '[1]', expected a list of 2 finite numbers as in the first row",
    ],
    [
      `SELECT CASE WHEN i = 1 THEN [1, NULL] ELSE [1, 2] END AS x, 0.5 AS y ${rows}`,
      "column 'x', row 2: found '[1, NULL]', expected a list of 2",
    ],
    [
      `SELECT CASE WHEN i < 1 THEN [1, 2] END AS x, 0.5 AS y ${rows}`,
      "column 'x', row 2: found an empty value, expected a list of 2",
    ],
    [`SELECT [] ::INT[] AS x, 0.5 AS y ${rows}`, "column 'x', row 1: found an empty or missing list"],
    [
      `SELECT DATE '2020-01-01' AS day, 0.5 AS y ${rows}`,
      "column 'day' holds dates, expected numbers. Replace it by numbers that mean something to the task, such as days since a certain day",
    ],
    [`SELECT TIMESTAMP '2020-01-01' AS at, 0.5 AS y ${rows}`, "column 'at' holds times, expected numbers"],
    [
      `SELECT {'a': 1} AS record, 0.5 AS y ${rows}`,
      "column 'record' holds values of type STRUCT(a INTEGER), expected numbers",
    ],
    [
      `SELECT 1 AS x, DATE '2020-01-01' AS y ${rows}`,
      "column 'y' holds dates, expected numbers or texts. Name another target",
    ],
    ['SELECT 1 AS x, 1 AS y LIMIT 0', 'no rows'],
    [`SELECT 1 AS x ${rows}`, 'which column is the target?'],
  ])('refuses %s in one line that names the file', async (query, message) => {
    const path = await write(query);
    const refused = openDataset(path);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(path);
    await expect(refused).rejects.not.toThrow('\n');
  });

  it('names the part and the row in it', async () => {
    mkdirSync(folder.path('bad'));
    await writeParquet(folder.path('bad/a.parquet'), `SELECT i AS x, 0.5 AS y ${rows}`);
    await writeParquet(folder.path('bad/b.parquet'), `SELECT nullif(i, 1) AS x, 0.5 AS y ${rows}`);
    await expect(openDataset(folder.path('bad'))).rejects.toThrow(
      "bad/b.parquet: column 'x', row 2: found an empty value",
    );
    await writeParquet(folder.path('bad/c.parquet'), `SELECT i AS z, 0.5 AS y ${rows}`);
    await expect(openDataset(folder.path('bad'))).rejects.toThrow(
      "bad/c.parquet: column 1 is 'z' of type BIGINT, expected 'x' of type BIGINT as in ",
    );
  });

  it('withstands damaged files', async () => {
    const bytes = new Uint8Array(readFileSync(await write(`SELECT i AS x, 'a' || i % 2 AS y FROM range(20) AS t(i)`)));
    const path = folder.path('damaged.parquet');
    await fc.assert(
      fc.asyncProperty(damaged(bytes), async (content) => {
        writeFileSync(path, content);
        await refuseOrAccept(() => openDataset(path));
      }),
      { seed: 1, numRuns: 40 },
    );
  });
});
