import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, fixtureBytes, temporaryFolder } from '../../test/fixtures/data/support.ts';
import type { Dataset } from './dataset.ts';
import { openDataset, openInputs } from './open-dataset.ts';
import { inferTask } from './task.ts';
import { validateFinite } from './validate.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(folder.path(name), content);
  return folder.path(name);
}

function first(dataset: Dataset, field: string, count: number): number[] {
  const out = new Float32Array(count);
  dataset.gather(field, [0], out);
  return Array.from(out);
}

describe('openDataset on .npz', () => {
  it.each(['stored', 'deflated', 'zip64'])('reads a %s archive', async (name) => {
    const { train, validation } = await openDataset(fixture(`npz/${name}.npz`));
    expect(train).toMatchObject({ length: 20, layout: 'features', classNames: ['0', '1'] });
    expect(validation).toBeUndefined();
    expect(first(train, 'x', 2)).toEqual([Math.fround(0.126), Math.fround(-0.132)]);
  });

  it('reads the parts, whichever way they are named', async () => {
    const splits = await openDataset(fixture('npz/splits.npz'));
    expect([splits.train.length, splits.validation?.length, splits.test?.length]).toEqual([20, 6, 8]);
    expect((await openDataset(fixture('npz/prefixes.npz'))).test).toMatchObject({
      length: 8,
      target: { name: 'labels' },
    });
  });

  it('reads several inputs, texts, numbers and one-hot rows as targets', async () => {
    const two = (await openDataset(fixture('npz/two-inputs.npz'))).train;
    expect(two.inputs.map(({ name }) => name)).toEqual(['left', 'right']);
    expect((await openDataset(fixture('npz/texts.npz'))).train.classNames).toEqual(['left', 'right']);
    expect(inferTask((await openDataset(fixture('npz/numbers.npz'))).train)).toEqual({ kind: 'numbers', size: 1 });
    expect(inferTask((await openDataset(fixture('npz/one-hot.npz'))).train)).toMatchObject({
      classCount: 2,
      oneHot: true,
    });
  });

  it('passes over pickled arrays that it does not need, and refuses those that it does', async () => {
    expect((await openDataset(fixture('npz/unrelated-objects.npz'))).train.length).toBe(20);
    await expect(openDataset(fixture('npz/objects.npz'))).rejects.toThrow(
      "objects.npz: array 'y': holds pickled Python objects, which are refused",
    );
  });

  it('refuses inputs and targets of different lengths', async () => {
    await expect(openDataset(fixture('npz/lengths.npz'))).rejects.toThrow(
      "lengths.npz: 'x' [20, 2] has 20 samples but 'y' [17] has 17. Both need one entry for each sample along their first axis",
    );
  });

  it('refuses an archive that is cut short', async () => {
    const path = write('cut.npz', fixtureBytes('npz/stored.npz').slice(0, 600));
    await expect(openDataset(path)).rejects.toThrow(
      `${path}: is not a zip archive: its end record is missing. The file is cut short or of another format`,
    );
  });

  it('leaves numbers that are not finite to validateFinite', async () => {
    const { train } = await openDataset(fixture('npz/not-finite.npz'));
    expect(() => validateFinite(train)).toThrow(
      "not-finite.npz: field 'x', sample 4, position [1]: found NaN, expected a finite number; 2 such values in 2 of 20 samples",
    );
  });
});

describe('openDataset on tables', () => {
  const table = 'width,kind,height,label\n1,0,2.5,red\n2,1,3.5,blue\n3,0,4.5,red\n4,1,5.5,blue\n';

  it('makes one input of the columns, and classes of a column of texts', async () => {
    const { train } = await openDataset(write('table.csv', table));
    expect(train).toMatchObject({
      columnNames: ['width', 'kind', 'height'],
      layout: 'features',
      classNames: ['blue', 'red'],
    });
    expect(train.inputs).toEqual([{ name: 'inputs', dtype: 'float32', shape: [3] }]);
    expect(first(train, 'inputs', 3)).toEqual([1, 0, 2.5]);
    expect(first(train, 'label', 1)).toEqual([1]);
  });

  it('takes integers of few values for classes and fractions for numbers', async () => {
    const path = write('numbers.csv', table.replaceAll(/red|blue/g, '7'));
    expect(inferTask((await openDataset(path, { target: 'kind' })).train)).toMatchObject({
      kind: 'classes',
      classCount: 2,
    });
    expect(inferTask((await openDataset(path, { target: 'height' })).train)).toEqual({ kind: 'numbers', size: 1 });
    expect(inferTask((await openDataset(path, { target: 'width' })).train)).toEqual({ kind: 'numbers', size: 1 });
    const asked = (await openDataset(path, { target: 'width', asClasses: true })).train;
    expect(asked.classNames).toEqual(['1', '2', '3', '4']);
  });

  it('reads several target columns, and the input columns that it is told, in that order', async () => {
    const path = write('several.tsv', 'a\tb\tc\tinputs\n1\t2\t3\t4\n5\t6\t7\t8\n');
    const { train } = await openDataset(path, { target: 'b, a', columnNames: ['inputs', 'c'] });
    expect(train.target).toEqual({ name: 'b,a', dtype: 'float32', shape: [2] });
    expect([first(train, 'b,a', 2), first(train, 'inputs', 2)]).toEqual([
      [2, 1],
      [4, 3],
    ]);
    expect((await openDataset(path, { target: 'inputs' })).train.target?.name).toBe('target');
  });

  it.each([
    ['a,b\n1,2\n', { target: 'z' }, "no column 'z'; the columns are a, b"],
    [
      'a,b\n1,2\n',
      {},
      'which column is the target? None is called target, label, class or y; the columns are a, b. Name it (--target NAME)',
    ],
    ['y,label,b\n1,2,3\n', {}, 'which column is the target? It could be y or label'],
    ['y\n1\n', {}, 'no columns beside the target'],
    ['a,y\n1,0.5\nx,0.7\n', {}, "column 'a', row 2 below the header: found 'x', expected a finite number"],
    [
      'a,y\n1,0.5\n2,0.7\n3,?\n',
      {},
      "column 'y', row 3 below the header: found '?', expected a finite number as in 2 of 3 rows",
    ],
    ['a,y\n1,0.5\n2,\n', {}, "column 'y', row 2 below the header: found an empty value, expected a value"],
    ['a,b,y\n1,2,3\n', { columnNames: ['b', 'c'] }, "no column 'c'; the columns are a, b, y"],
    [
      'id,y\n1,Ann\n2,Bob\n',
      {},
      "target 'y': 2 different texts in 2 samples, such as 'Ann': expected class names that recur",
    ],
  ])('refuses %j with %j in one line', async (content, options, message) => {
    const path = write('bad.csv', content);
    const refused = openDataset(path, options);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(path);
    await expect(refused).rejects.not.toThrow('\n');
  });
});

describe('openDataset on folders', () => {
  it('reads IDX files named as MNIST is, and one such file with its labels', async () => {
    const { train, test } = await openDataset(fixture('mnist'));
    expect(train).toMatchObject({ length: 12, layout: 'NHW', classNames: ['0', '1', '2'] });
    expect(test).toMatchObject({ length: 6, inputs: [{ name: 'images', dtype: 'uint8', shape: [5, 4] }] });
    expect((await openDataset(fixture('mnist/t10k-images-idx3-ubyte.gz'))).train.length).toBe(6);
  });

  it('refuses IDX images without labels', async () => {
    await expect(openDataset(fixture('mnist/t10k-images-idx3-ubyte.gz'), { stream: true })).rejects.toThrow(
      'is compressed, so it cannot be streamed. Unpack it',
    );
    const path = write('train-images-idx3-ubyte.gz', fixtureBytes('mnist/train-images-idx3-ubyte.gz'));
    await expect(openDataset(path)).rejects.toThrow(`${path}: no labels beside it`);
    expect((await openInputs(path)).length).toBe(12);
  });

  it('reads images by class, with their parts', async () => {
    const splits = await openDataset(fixture('images'));
    expect([splits.train.length, splits.validation?.length, splits.test?.length]).toEqual([6, 2, 4]);
    expect(splits.train).toMatchObject({ layout: 'NCHW', classNames: ['cross', 'ring'] });
    expect((await openDataset(fixture('deep'))).train.inputs).toEqual([
      { name: 'images', dtype: 'uint16', shape: [1, 2, 3] },
    ]);
  });

  it('follows links to folders, and refuses a class without images', async () => {
    mkdirSync(folder.path('linked'));
    symlinkSync(fixture('colour/a'), folder.path('linked/a'));
    symlinkSync(fixture('colour/b'), folder.path('linked/b'));
    expect((await openDataset(folder.path('linked'))).train.classNames).toEqual(['a', 'b']);
    mkdirSync(folder.path('linked/c'));
    await expect(openDataset(folder.path('linked'))).rejects.toThrow('linked/c: no PNG or JPEG images in this class');
  });

  it('refuses a class in validation that training lacks', async () => {
    mkdirSync(folder.path('typo/val'), { recursive: true });
    symlinkSync(fixture('colour'), folder.path('typo/train'));
    symlinkSync(fixture('colour/a'), folder.path('typo/val/aa'));
    await expect(openDataset(folder.path('typo'))).rejects.toThrow(
      "(validation part): target 'class', sample 0: class 'aa' is not among the 2 known classes: a, b",
    );
  });

  it('reads a folder of .npy files like an archive', async () => {
    mkdirSync(folder.path('arrays'));
    write('arrays/x.npy', fixtureBytes('npy/fortran-int16.npy'));
    write('arrays/y.npy', fixtureBytes('npy/extremes-i8.npy'));
    expect((await openDataset(folder.path('arrays'))).train).toMatchObject({
      length: 3,
      inputs: [{ name: 'x', shape: [2] }],
    });
  });
});

describe('openDataset', () => {
  it.each(['.npz', '.npy', '.csv', ''])('says that a file with extension "%s" is absent', async (extension) => {
    const path = folder.path(`absent${extension}`);
    await expect(openDataset(path)).rejects.toThrow(`${path}: no such file or folder`);
  });

  it('names the formats that it reads', async () => {
    await expect(openDataset(write('data.xlsx', 'x'))).rejects.toThrow(
      'data.xlsx: is in no format that is read: expected .npz, .npy or a folder of them, .csv, .tsv, .parquet or a folder of them, IDX files (MNIST), a folder of images (class/name.png)',
    );
    mkdirSync(folder.path('nothing'));
    await expect(openDataset(folder.path('nothing'))).rejects.toThrow('no sub-folders of images, one for each class');
  });

  it('says what a lone .npy file lacks', async () => {
    await expect(openDataset(fixture('npy/one-axis.npy'))).rejects.toThrow(
      'a .npy file holds one array, so inputs or target are missing. Save both with numpy.savez(FILE, x=x, y=y)',
    );
  });
});

describe('openInputs', () => {
  it('reads a lone .npy file, a lone image and a folder of images without classes', async () => {
    expect(await openInputs(fixture('npy/fortran.npy'))).toMatchObject({ length: 2, target: undefined });
    expect(await openInputs(fixture('colour/a/1.png'))).toMatchObject({ length: 1, layout: 'NCHW' });
    expect(await openInputs(fixture('images/test/ring'))).toMatchObject({ length: 2, inputs: [{ shape: [1, 4, 3] }] });
    await expect(openDataset(fixture('colour/a/1.png'))).rejects.toThrow('one image without a class');
  });

  it('passes over targets, readable or not, and takes the test part', async () => {
    expect(await openInputs(fixture('npz/objects.npz'))).toMatchObject({
      length: 20,
      target: undefined,
      classNames: undefined,
    });
    expect((await openInputs(fixture('npz/splits.npz'))).length).toBe(8);
    expect((await openInputs(fixture('mnist'))).length).toBe(6);
  });

  it('reads the columns that a network was trained on, whatever else a table has', async () => {
    const path = write('new.csv', 'id,b,a,y\nr1,2,1,?\nr2,4,3,?\n');
    const dataset = await openInputs(path, { columnNames: ['a', 'b'], target: 'y' });
    expect([dataset.length, first(dataset, 'inputs', 2)]).toEqual([2, [1, 2]]);
    const without = await openInputs(write('old.csv', 'a,y\n1,?\n'), { target: 'y' });
    expect(without.columnNames).toEqual(['a']);
  });
});
