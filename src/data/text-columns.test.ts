import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { writeParquet } from '../../test/fixtures/data/parquet.ts';
import { temporaryFolder } from '../../test/fixtures/data/support.ts';
import { categoriesByColumn } from './categories.ts';
import type { Dataset } from './dataset.ts';
import { type OpenOptions, openDataset, openInputs } from './open-dataset.ts';
import { fitPreparation } from './preparation/index.ts';
import { splitDataset } from './split.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
let files = 0;

function write(text: string): string {
  const path = folder.path(`table-${files++}.csv`);
  writeFileSync(path, text);
  return path;
}

function rowsOf(dataset: Dataset): number[][] {
  const [{ name, shape }] = dataset.inputs as [Dataset['inputs'][0]];
  const out = new Float32Array(dataset.length * shape[0]!);
  dataset.gather(
    name,
    Array.from({ length: dataset.length }, (_, index) => index),
    out,
  );
  return Array.from({ length: dataset.length }, (_, row) => [...out.subarray(row * shape[0]!, (row + 1) * shape[0]!)]);
}

const colours = 'x,colour,y\n1,red,0.5\n2,blue,1.5\n3,red,2.5\n4,green,3.5\n';
const { NaN: none } = Number;

describe('columns of texts', () => {
  const cases: readonly (readonly [string, OpenOptions])[] = [
    ['in memory', {}],
    ['streamed from disk', { stream: true, cacheFolder: folder.path('cache') }],
  ];
  it.each(cases)('become the index of each text in the order of their letters, %s', async (_title, options) => {
    const { train } = await openDataset(write(colours), options);
    expect(categoriesByColumn(train)).toEqual({ colour: ['blue', 'green', 'red'] });
    expect(rowsOf(train)).toEqual([
      [1, 2],
      [2, 0],
      [3, 2],
      [4, 1],
    ]);
  });

  it.each(cases)('of Parquet too, and of ENUM, %s', async (_title, options) => {
    const path = await writeParquet(
      folder.path(`texts-${files++}.parquet`),
      "SELECT ['b', 'a', 'b'][i + 1] AS t, ['v', 'u', 'v'][i + 1]::ENUM('v', 'u') AS e, 0.5 * i AS y FROM range(3) AS r(i)",
    );
    const { train } = await openDataset(path, options);
    expect(categoriesByColumn(train)).toEqual({ t: ['a', 'b'], e: ['u', 'v'] });
    expect(rowsOf(train)).toEqual([
      [1, 1],
      [0, 0],
      [1, 1],
    ]);
  });

  it.each(cases)(
    'are given as the categories of a network, what is none of them as NaN and counted, %s',
    async (_title, options) => {
      const path = write(`${colours}5,red,1\n6,teal,1\n7,,1\n`);
      const known = { ...options, columnNames: ['colour', 'x'], categories: { colour: ['red', 'blue'] } };
      const inputs = await openInputs(path, { ...known });
      expect(rowsOf(inputs).map(([colour]) => colour)).toEqual([0, 1, 0, none, 0, none, none]);
      expect(inputs.unknownCategories?.()).toEqual([{ column: 'colour', count: 2, example: 'green' }]);
      expect(rowsOf(inputs.subset(Uint32Array.of(2, 3)))).toEqual([
        [0, 3],
        [none, 4],
      ]);
      const { train } = await openDataset(path, known);
      expect(train.learnCategories?.()).toBeUndefined();
    },
  );

  it('are settled by the training part of a split: others know no more categories than it has', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => `${row},${row % 2 === 0 ? 'even' : 'odd'},${row / 2}`);
    const { train } = await openDataset(write(`x,kind,y\n${rows.join('\n')}\n40,aaa-once,3\n`));
    let found = { inTraining: false, inValidation: false };
    for (let seed = 0; seed < 20 && !(found.inTraining && found.inValidation); seed++) {
      const parts = splitDataset(train, { validationFraction: 0.5, seed });
      const isTrained = parts.train.categories?.[1]?.length === 3;
      found = isTrained ? { ...found, inTraining: true } : { ...found, inValidation: true };
      expect(parts.train.unknownCategories?.()).toEqual([]);
      const unknown = isTrained ? [] : [{ column: 'kind', count: 1, example: 'aaa-once' }];
      expect(parts.validation.unknownCategories?.()).toEqual(unknown);
      for (const [x, kind] of [...rowsOf(parts.train), ...rowsOf(parts.validation)]) {
        const name = x === 40 ? 'aaa-once' : x! % 2 === 0 ? 'even' : 'odd';
        expect(parts.train.categories![1]![kind!]).toBe(isTrained || x !== 40 ? name : undefined);
      }
    }
    expect(found).toEqual({ inTraining: true, inValidation: true });
  });

  it('are found below rows of numbers too, where more than half of the cells are texts', async () => {
    const numbers = Array.from({ length: 150 }, (_, row) => `${row},${row}.5`);
    const texts = Array.from({ length: 151 }, () => 'late,1.5');
    const path = write(`a,y\n${[...numbers, ...texts].join('\n')}\n`);
    await expect(openDataset(path)).rejects.toThrow("column 'a' holds 151 different texts in 301 rows");
    const { train } = await openDataset(path, { categoryColumns: ['a'] });
    expect(train.categories?.[0]?.at(-1)).toBe('late');
  });

  it('are numbers with a mistake where most cells are numbers', async () => {
    await expect(openDataset(write('a,y\n1,0\n2,1\noops,0.5\n'))).rejects.toThrow(
      "column 'a', row 3 below the header: found 'oops', expected a finite number",
    );
  });

  it.each([
    [
      120,
      1000,
      'holds 120 different texts in 1000 rows; up to 100 become categories by themselves. Leave it out (--ignore id)',
    ],
    [400, 400, 'holds about'],
    [30, 40, 'holds 30 different texts in 40 rows: it looks like an identifier'],
  ])(
    'of %i different texts in %i rows are refused, until they are named or left out',
    async (distinct, count, message) => {
      const rows = Array.from({ length: count }, (_, row) => `${row},k${row % distinct},${row / 2}`);
      const path = write(`x,id,y\n${rows.join('\n')}\n`);
      await expect(openDataset(path)).rejects.toThrow(message);
      await expect(openDataset(path)).rejects.toThrow('preparation: { columns: { id: { categories: oneHot } } }');
      expect((await openDataset(path, { ignore: ['id'] })).train.columnNames).toEqual(['x']);
      const named = await openDataset(path, { categoryColumns: ['id'] });
      expect(named.train.categories?.[1]).toHaveLength(distinct);
    },
  );

  it('may be numbers, where they are named, in the order of the numbers', async () => {
    const path = write('month,y\n10,1.5\n9,2.5\n10,3.5\n');
    const { train } = await openDataset(path, { categoryColumns: ['month'] });
    expect(train.categories).toEqual([['9', '10']]);
  });

  it('cannot be left out by a name that is none, nor arrays', async () => {
    await expect(openDataset(write(colours), { ignore: ['color'] })).rejects.toThrow("no column 'color'");
    await expect(openDataset('test/fixtures/data/npz/splits.npz', { ignore: ['x'] })).rejects.toThrow(
      'only columns of a table can be left out',
    );
  });

  it('are prepared as one feature each, or as numbers with what is missing in their middle', async () => {
    const { train } = await openDataset(write(colours));
    const [oneHot] = fitPreparation(train, 'auto', { scaleTarget: false })!.inputs;
    expect(oneHot).toMatchObject({ oneHot: [{ column: 1, categories: 3 }] });
    expect(oneHot).not.toHaveProperty('fill');
    const [ordinal] = fitPreparation(train, { categories: 'ordinal' }, { scaleTarget: false })!.inputs;
    expect(ordinal).toMatchObject({ fill: [null, 1.25], mean: [2.5, 1.25] });
    expect(ordinal).not.toHaveProperty('oneHot');
  });
});

describe('missing values of a table', () => {
  const text = 'a,b,colour,y\n1,2,red,0.5\n,nan,,1.5\n3,4,red,2.5\n';

  it('are NaN where they are kept', async () => {
    const { train } = await openDataset(write(text), { keepMissing: true });
    expect(rowsOf(train)).toEqual([
      [1, 2, 0],
      [none, none, none],
      [3, 4, 0],
    ]);
    const path = await writeParquet(
      folder.path('gaps.parquet'),
      'SELECT CASE WHEN i <> 1 THEN i END AS x, 0.5 AS y FROM range(3) AS t(i)',
    );
    expect(rowsOf((await openDataset(path, { keepMissing: true })).train)).toEqual([[0], [none], [2]]);
  });

  it('are refused in other columns, with the line that fills them in', async () => {
    const onlyA = { keepMissing: (column: string) => column === 'a' };
    await expect(openDataset(write(text), onlyA)).rejects.toThrow(
      "column 'b', row 2 below the header: found 'nan', expected a finite number. Fill in or remove those rows, leave the column out (--ignore b), or have them filled in by the recipe's preparation: { columns: { b: { missing: mean } } }",
    );
    const notText = { keepMissing: (column: string) => column !== 'colour' };
    await expect(openDataset(write(text), notText)).rejects.toThrow('{ columns: { colour: { missing: 0 } } }');
  });

  it('are never infinities, texts or targets', async () => {
    for (const [row, message] of [
      ['inf,1', "column 'x', row 2 below the header: found 'inf'"],
      ['oops,1', "column 'x', row 2 below the header: found 'oops'"],
      ['1,', "column 'y', row 2 below the header: found an empty value"],
    ] as const) {
      const path = write(`x,y\n1,0.25\n${row}\n3,0.5\n`);
      await expect(openDataset(path, { keepMissing: true }), row).rejects.toThrow(message);
    }
  });
});
