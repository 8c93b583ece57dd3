import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../src/data/index.ts';
import { autoMpg, fashionMnist, fixture, useCommandLine } from './command-line.ts';

const { folder, netwright } = useCommandLine();
const splits = fixture('npz/splits.npz');
const inFolder = (...parts: string[]) => join(folder, ...parts);
const linesOf = (text: string) => text.trimEnd().split('\n');

/** A command that goes well; what it printed. */
async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await netwright(args);
  expect(stderr).not.toMatch(/netwright:/);
  expect(code).toBe(0);
  return stdout;
}

beforeAll(async () => {
  await run('train', '--data', autoMpg, '--target', 'MPG', '--name', 'cars');
  await run('train', '--data', fixture('npz/texts.npz'), '--epochs', '30', '--name', 'texts');
  await run('train', '--data', splits, '--name', 'splits');
});

describe('netwright predict', () => {
  it('writes one number for each row of a table, in the unit of the target', async () => {
    const [heading, ...values] = linesOf(await run('predict', 'runs/cars', '--data', autoMpg));
    expect(heading).toBe('MPG');
    expect(values.length).toBe(392);
    for (const value of values) expect(Number(value)).toBeGreaterThan(0);
    expect(Math.max(...values.map(Number))).toBeGreaterThan(30);
  });

  it('finds columns by their names, in any order, with others among them and without the target', async () => {
    const rows = linesOf(readFileSync(autoMpg, 'utf8')).map((row) => row.split(','));
    const turned = rows.map(([, ...inputs], i) => [i === 0 ? 'Plate' : 'no number', ...inputs.reverse()].join(','));
    writeFileSync(inFolder('turned.csv'), `${turned.join('\n')}\n`);
    const expected = await run('predict', 'runs/cars', '--data', autoMpg);
    expect(await run('predict', 'runs/cars', '--data', 'turned.csv')).toBe(expected);
  });

  it('names the columns that are missing', async () => {
    writeFileSync(inFolder('few.csv'), 'Cylinders,Weight\n8,3000\n');
    const { code, stdout, stderr } = await netwright(['predict', 'runs/cars', '--data', 'few.csv']);
    expect(stderr).toMatch(
      /netwright: few\.csv: no columns 'Displacement', 'Horsepower', .*'USA'; the columns are Cylinders, Weight\n$/,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('writes the name and the probability of a class, right as often as evaluate says', async () => {
    const data = fixture('npz/texts.npz');
    const [heading, ...rows] = linesOf(await run('predict', 'runs/texts', '--data', data));
    expect(heading).toBe('class,probability');
    const { train } = await openDataset(data);
    const labels = new BigInt64Array(train.length);
    train.gather(train.target!.name, Array.from(labels.keys()), labels);
    const right = rows.filter((row, i) => row.split(',')[0] === train.classNames![Number(labels[i])]);
    const { parts } = JSON.parse(await run('evaluate', 'runs/texts', '--data', data, '--json'));
    expect(parts.all.samples).toBe(rows.length);
    expect(right.length / rows.length).toBeCloseTo(parts.all.metrics.accuracy, 12);
    for (const row of rows) expect(Number(row.split(',')[1])).toBeGreaterThanOrEqual(0.5);
  });

  it('writes an array of the probabilities of all classes into a .npy file', async () => {
    expect(await run('predict', 'runs/splits', '--data', splits, '--output', 'all.npy')).toBe('');
    const { shape, rows } = readNpy(inFolder('all.npy'));
    expect(shape).toEqual([8, 2]);
    for (const [no, yes] of rows) expect(no! + yes!).toBeCloseTo(1, 6);
    const json = JSON.parse(await run('predict', 'runs/splits', '--data', splits, '--format', 'json'));
    for (const [i, { class: name, probability }] of json.entries()) expect(rows[i]![name]).toBeCloseTo(probability, 6);
  });

  it('takes the network of an .onnx file alone', async () => {
    const ofRun = await run('predict', 'runs/splits', '--data', splits);
    expect(await run('predict', 'runs/splits/model.onnx', '--data', splits)).toBe(ofRun);
  });
});

/** A `.npy` file of float32 with two axes. */
function readNpy(path: string): { shape: number[]; rows: number[][] } {
  const bytes = readFileSync(path);
  const start = 10 + bytes.readUInt16LE(8);
  const [rows, columns] = /'shape': \((\d+), (\d+)\)/
    .exec(bytes.toString('latin1', 10, start))!
    .slice(1)
    .map(Number);
  const value = (i: number) => bytes.readFloatLE(start + 4 * i);
  return {
    shape: [rows!, columns!],
    rows: Array.from({ length: rows! }, (_, row) =>
      Array.from({ length: columns! }, (_, i) => value(row * columns! + i)),
    ),
  };
}

describe('netwright evaluate', () => {
  it('scores the test part, or the part that is asked for, or each of them', async () => {
    const names = async (...args: string[]) =>
      linesOf(await run('evaluate', 'runs/splits', '--data', splits, ...args)).map((line) => line.split(' ')[0]);
    expect(await names()).toEqual(['ONNX', 'test']);
    expect(await names('--split', 'validation')).toEqual(['ONNX', 'validation']);
    expect(await names('--split', 'all')).toEqual(['ONNX', 'train', 'validation', 'test']);
  });

  it('says the same of the validation part as training did', async () => {
    const result = JSON.parse(readFileSync(inFolder('runs/texts/result.json'), 'utf8'));
    const args = ['--data', fixture('npz/texts.npz'), '--split', 'validation', '--json'];
    const { parts, loss } = JSON.parse(await run('evaluate', 'runs/texts', ...args));
    expect(loss).toBe('crossEntropy');
    expect(parts.validation.loss).toBeCloseTo(result.validation.loss, 5);
  });

  it('cannot know how a network without its run divided the samples', async () => {
    const args = ['evaluate', 'runs/texts/model.onnx', '--data', fixture('npz/texts.npz'), '--split', 'train'];
    const { code, stderr } = await netwright(args);
    expect(stderr).toMatch(/texts\.npz: has no validation part, and how .*model\.onnx divided it is not known/);
    expect(code).toBe(2);
  });

  it('refuses classes that the network does not know', async () => {
    const { code, stderr } = await netwright(['evaluate', 'runs/texts', '--data', splits, '--target', 'y']);
    expect(stderr).toMatch(/netwright: .*class '\d' is not among the \d known classes: /);
    expect(code).toBe(1);
  });
});

describe('netwright summary', () => {
  it('shows the layers of a run, and what goes in and out', async () => {
    const lines = linesOf(await run('summary', 'runs/cars'));
    expect(lines[0]).toBe('runs/cars/model.onnx');
    expect(lines[2]).toMatch(/^layer +kind +output shape +parameters +initialisation$/);
    expect(lines).toContainEqual(expect.stringMatching(/^dense_2 +dense +\[batch, 128\] +16,512 {2}variance scaling/));
    expect(lines.slice(-3)).toEqual([
      'input   input float32[batch, 9]',
      'output  output float32[batch, 1]',
      expect.stringMatching(/^opset {3}\d+$/),
    ]);
  });

  it('shows the default network for images', async () => {
    const { layers, parameters } = JSON.parse(await run('summary', '--data', fashionMnist, '--json'));
    expect(layers.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['preparation', 'reshape', 'conv2d', 'maxPool2d', 'conv2d', 'maxPool2d', 'flatten', 'dense', 'dense'],
    ]);
    expect(parameters).toBe(878_730);
  });

  it('shows the network of a recipe for the data that it names', async () => {
    writeFileSync(inFolder('recipe.yaml'), `data: ${autoMpg}\ntarget: MPG\nnetwork: [{ layer: dense, units: 1 }]\n`);
    expect(await run('summary', 'recipe.yaml')).toMatch(/^dense_1 +dense +\[batch, 1\] +10 /m);
  });
});
