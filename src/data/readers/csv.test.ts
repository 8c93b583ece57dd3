import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { refuseOrAccept, temporaryFolder } from '../../../test/fixtures/data/support.ts';
import { openCsv } from './csv.ts';
import { scanCsv } from './csv-scan.ts';
import { type Cells, readTable } from './read-table.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

function write(content: string | Uint8Array, name = 'table.csv'): string {
  const path = folder.path(name);
  writeFileSync(path, content);
  return path;
}

describe('scanCsv', () => {
  it('finds names, separator and rows, with quotes, blank lines and any line end', async () => {
    const outline = await scanCsv(write('\ufeffa, b ,"c, ""d"""\r\n1,2,"x\r\n,y"\r\n\r\n3,4,\r\n'));
    expect(outline).toMatchObject({ delimiter: ',', columnNames: ['a', 'b', 'c, "d"'], rowCount: 2 });
    expect(await scanCsv(write('a;b\n1,5;2\n3;4'))).toMatchObject({ delimiter: ';', rowCount: 2 });
    expect(await scanCsv(write('a\tb,c\n1\t2\n', 'table.tsv'))).toMatchObject({
      columnNames: ['a', 'b,c'],
      rowCount: 1,
    });
    expect(await scanCsv(write('a,b\r1,2\r3,4\r'))).toMatchObject({ rowCount: 2 });
    expect(await scanCsv(write('0,1,2\n7,8,9\n'))).toMatchObject({ columnNames: ['0', '1', '2'], rowCount: 1 });
  });

  it.each([
    ['a,b\n1,2\n3\n', 'line 3: 1 value, expected 2, one for each column of the header'],
    ['a,b\n1,2\n"x\ny",2\n3,4,5\n', 'line 5: 3 values, expected 2'],
    ['a,b\n1,"2\n3,4\n', 'the quote opened in line 2 is never closed'],
    ['a,b\n', 'no rows below the header'],
    ['', 'no column names in the first line'],
    ['1.5,2\n3,4\n', 'the first line holds numbers (1.5, 2 …), expected column names'],
    [',a\n0,1\n', 'column 1 has no name. Name it; if it is the row index that pandas writes, save with index=False'],
    ['a,b,a\n1,2,3\n', "two columns are named 'a'"],
    ['a\0b,c\n1,2\n', 'is not text in UTF-8'],
  ])('refuses %j in one line', async (content, message) => {
    const refused = expect(scanCsv(write(content))).rejects;
    await refused.toThrow(message);
  });
});

/** Groups of columns as arrays, and one column as it is. */
async function read(path: string, groups: readonly (readonly number[])[], single?: number) {
  const values = groups.map((): number[] => []);
  const cells = await readTable(await openCsv(path), { groups, single }, (group, rows) => values[group]!.push(...rows));
  return { values, cells };
}

describe('readTable on CSV', () => {
  it('reads groups of numbers row after row, and texts', async () => {
    const path = write('a,b,name,c\n1,-2.5,x,3e2\n4, 5,"y, z",.5\n');
    expect(await read(path, [[3, 0], [1]], 2)).toEqual({
      values: [
        [300, 1, 0.5, 4],
        [-2.5, 5],
      ],
      cells: { kind: 'text', texts: ['x', 'y, z'] } satisfies Cells,
    });
  });

  it.each([
    ['1\n 2 \n-3\n', { kind: 'integer', numbers: Float64Array.of(1, 2, -3) }],
    ['1\n2.5\n1e3\n', { kind: 'number', numbers: Float64Array.of(1, 2.5, 1000) }],
    ['1\nx\n 2\ny\n', { kind: 'text', texts: ['1', 'x', ' 2', 'y'] }],
    ['true\nfalse\n', { kind: 'text', texts: ['true', 'false'] }],
  ])('tells what the column %j is', async (column, cells) => {
    expect((await read(write(`a\n${column}`), [], 0)).cells).toEqual(cells);
  });

  it('keeps the order of many rows', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `${i},${i % 7}`);
    const { values, cells } = await read(write(`i,r\n${rows.join('\n')}\n`), [[0]], 1);
    expect(values[0]!.every((value, at) => value === at)).toBe(true);
    expect(cells).toMatchObject({ kind: 'integer', numbers: { 6: 6, 7: 0, 49999: 49_999 % 7 } });
  });

  it('reads a file whose name holds pattern characters and quotes, and no other file', async () => {
    write('a,b\n1,2\n', "t1's.csv");
    expect((await read(write('a,b\n3,4\n', "t[1]*'s.csv"), [[0]])).values).toEqual([[3]]);
  });

  it.each([
    [
      '1,2\n3,?\n5,?\n',
      "column 'b', row 2 below the header: found '?', expected a finite number; 2 of 3 rows of this column",
    ],
    ['1,2\n,4\n', "column 'a', row 2 below the header: found an empty value, expected a finite number"],
    ['1,nan\n3,4\n', "column 'b', row 1 below the header: found 'nan', expected a finite number"],
    ['1,2\n3,1e39\n', "column 'b', row 2 below the header: found '1e39', expected a finite number"],
    [
      '1,red\n3,blue\n',
      "take it for categories all the same by the recipe's preparation: { columns: { b: { categories: oneHot } } }",
    ],
  ])('refuses the rows %j in one line', async (rows, message) => {
    const refused = expect(read(write(`a,b\n${rows}`), [[0, 1]])).rejects;
    await refused.toThrow(message);
  });

  it('refuses a missing text', async () => {
    await expect(read(write('a,name\n1,x\n2,\n'), [[0]], 1)).rejects.toThrow(
      "column 'name', row 2 below the header: found an empty value, expected a value",
    );
  });

  it('withstands any text', async () => {
    const cell = fc.oneof(
      fc.constantFrom('1', '2.5', '"', '""', '"a', ',', ' ', '\r', 'é', '\\', "'", '#', '\t'),
      fc.string(),
    );
    const line = fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(','));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 6 }), async (lines) => {
        const path = write(`a,b\n1,2\n${lines.join('\n')}`, 'any.csv');
        await refuseOrAccept(async () => {
          const { cells } = await read(path, [], 1);
          const { rowCount } = await scanCsv(path);
          expect(cells?.kind === 'text' ? cells.texts.length : cells?.numbers.length).toBe(rowCount);
        });
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe('readTable without DuckDB', () => {
  afterEach(() => {
    vi.doUnmock('@duckdb/node-api');
    vi.resetModules();
  });

  it('says which package to install', async () => {
    vi.resetModules();
    vi.doMock('@duckdb/node-api', () => {
      throw new Error('not here');
    });
    const fresh = await import('./read-table.ts');
    const table = await openCsv(write('a,b\n1,2\n'));
    await expect(fresh.readTable(table, { groups: [[0]], single: undefined }, () => undefined)).rejects.toThrow(
      'Reading tables needs the package @duckdb/node-api, which is not installed or does not load here. Install it with: npm install @duckdb/node-api',
    );
  });
});
