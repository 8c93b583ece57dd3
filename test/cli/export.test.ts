import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { autoMpg, fixture, useCommandLine } from './command-line.ts';

const { folder, netwright } = useCommandLine();
const inFolder = (name: string) => join(folder, name);

/** A command that goes well; what it printed. */
async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await netwright(args);
  expect(stderr).not.toMatch(/netwright:/);
  expect(code).toBe(0);
  return stdout;
}

beforeAll(async () => {
  const data = ['--data', autoMpg, '--target', 'MPG'];
  await run('train', ...data, '--squash', 'tanh', '--epochs', '2', '--name', 'cars');
});

describe('netwright export', () => {
  it('writes an ONNX file that computes from raw rows what predict prints, run by ONNX Runtime alone', async () => {
    const printed = await run('export', 'runs/cars', '--output', 'cars.onnx');
    expect(printed).toMatch(
      /^written to cars\.onnx \([\d,]+ bytes\)\ninput {3}input float32\[batch, 9\]\noutput {2}output/,
    );
    const [heading, ...rows] = readFileSync(autoMpg, 'utf8')
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    const target = heading!.indexOf('MPG');
    const values = rows.flatMap((row) => row.filter((_, column) => column !== target).map(Number));
    const session = await InferenceSession.create(inFolder('cars.onnx'));
    const input = new Tensor('float32', Float32Array.from(values), [rows.length, 9]);
    const outputs = Array.from((await session.run({ input })).output!.data as Float32Array);
    const predicted = JSON.parse(await run('predict', 'runs/cars', '--data', autoMpg, '--format', 'json'));
    expect(outputs.length).toBe(predicted.length);
    for (const [index, { MPG }] of predicted.entries())
      expect(Math.abs(outputs[index]! - MPG)).toBeLessThan(1e-5 * MPG);
  });

  it('gives the probabilities of classes as a second output, and the exported file serves as a model again', async () => {
    const data = fixture('npz/splits.npz');
    await run('train', '--data', data, '--epochs', '2', '--name', 'classes');
    const { file, outputs } = JSON.parse(await run('export', 'runs/classes', '--json'));
    expect(file).toBe('runs/classes/classes.onnx');
    expect(outputs).toEqual(['output float32[batch, 2]', 'probabilities float32[batch, 2]']);
    const predict = (model: string) => run('predict', model, '--data', data);
    expect(await predict(file)).toBe(await predict('runs/classes'));
  });

  it('tells the format by the ending of the file, and writes PyTorch names on request', async () => {
    const args = ['--naming', 'pytorch', '--output', 'cars.safetensors'];
    const { format, bytes } = JSON.parse(await run('export', 'runs/cars', ...args, '--json'));
    const file = readFileSync(inFolder('cars.safetensors'));
    expect({ format, bytes }).toEqual({ format: 'safetensors', bytes: file.length });
    expect(file.toString('latin1')).toContain('"dense_1.weight":{"dtype":"F32","shape":[128,9]');
  });

  it.each([
    ['a file that exists', ['--output', 'taken.onnx'], 1, /taken\.onnx: exists already\. .*--force/],
    ['the model itself', ['--output', 'runs/cars/model.onnx', '--force'], 1, /model\.onnx: is the model itself/],
    ['a folder that is absent', ['--output', 'no/where.onnx'], 1, /no\/where\.onnx: cannot be written: its folder/],
    ['PyTorch names in ONNX', ['--naming', 'pytorch'], 2, /--naming is for --format safetensors/],
    ['an unknown format', ['--format', 'tflite'], 2, /'tflite' is invalid. Allowed choices are onnx/],
  ])('refuses %s', async (_, args, expected, message) => {
    writeFileSync(inFolder('taken.onnx'), 'mine');
    const { code, stdout, stderr } = await netwright(['export', 'runs/cars', ...args]);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(readFileSync(inFolder('taken.onnx'), 'utf8')).toBe('mine');
  });

  it('replaces a file with --force', async () => {
    await run('export', 'runs/cars', '--output', 'taken.onnx', '--force');
    expect(readFileSync(inFolder('taken.onnx')).equals(readFileSync(inFolder('cars.onnx')))).toBe(true);
  });
});
