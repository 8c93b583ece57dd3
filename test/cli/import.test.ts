import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommandLine } from './command-line.ts';

const { folder, netwright } = useCommandLine();
const network = (file: string) => fileURLToPath(new URL(`../fixtures/onnx-pytorch/${file}`, import.meta.url));

beforeAll(() => {
  const rows = Array.from({ length: 60 }, (_, row) => [1, 2, 3, 5, 7, 11].map((k) => ((row * k) % 13) / 13 - 0.5));
  const lines = rows.map((row) => [...row, row[2]! > 0 ? 2 : row[4]! > 0 ? 1 : 0].join());
  writeFileSync(join(folder, 'table.csv'), `a,b,c,d,e,f,y\n${lines.join('\n')}\n`);
});

describe('a network exported by PyTorch', () => {
  it('is summed up with what its file cannot give', async () => {
    const { code, stdout } = await netwright(['summary', network('vgg-folded-script.onnx')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^classifier\.3 +Gemm +\[batch, 4\] +44$/m);
    expect(stdout).toMatch(/^warning: Batch normalisation was folded into 6 convolutions .*optimize=False/m);
  });

  it('trains with fresh weights or those of a file, and its run repeats from the recipe', async () => {
    const options = [
      '--data',
      'table.csv',
      '--loss',
      'crossEntropy',
      '--epochs',
      '3',
      '--learning-rate',
      '0.02',
      '--json',
    ];
    const train = async (...args: string[]) => {
      const { code, stdout, stderr } = await netwright(['train', ...args]);
      expect({ code, errors: code === 0 ? '' : stderr }).toEqual({ code: 0, errors: '' });
      return { result: JSON.parse(stdout), stderr };
    };
    const model = network('mlp-program.onnx');
    const { result: stored } = await train(model, ...options, '--name', 'stored');
    const { result: fresh } = await train(model, ...options, '--name', 'fresh', '--reinitialize', '--seed', '3');
    const weights = ['--reinitialize', '--weights', network('mlp.safetensors')];
    const { result: loaded, stderr } = await train(model, ...options, '--name', 'loaded', ...weights);
    expect(stored.parameters).toBe(6 * 12 + 12 + 12 * 10 + 10 * 3 + 3);
    expect(fresh.training.loss).not.toBe(stored.training.loss);
    // The file's weights are those that the ONNX file holds.
    expect(loaded.training.loss).toBe(stored.training.loss);
    expect(stderr).toContain('5 tensors were loaded by name');
    const recipe = join('runs', 'stored', 'recipe.json');
    expect(JSON.parse(readFileSync(join(folder, recipe), 'utf8'))).toMatchObject({ model, loss: 'crossEntropy' });
    const { result: again } = await train(recipe, '--json', '--name', 'again');
    expect(again.training.loss).toBe(stored.training.loss);
  });

  it('is trained only from a file', async () => {
    const { code, stderr } = await netwright(['train', '--data', 'table.csv', '--reinitialize']);
    expect(stderr).toMatch(/^netwright: --reinitialize is for a network from a file/);
    expect(code).toBe(2);
  });
});

describe('a network of Keras', () => {
  const keras = (file: string) => fileURLToPath(new URL(`../fixtures/keras/${file}`, import.meta.url));

  it('is evaluated by the metrics that compile() was given, unless another loss is asked for', async () => {
    writeFileSync(join(folder, 'xor.csv'), 'a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n');
    const options = ['--data', 'xor.csv', '--target', 'y', '--json'];
    const evaluate = async (...args: string[]) => {
      const { stdout } = await netwright(['evaluate', keras('cases/xor-with-relu-output.keras'), ...options, ...args]);
      return Object.keys(JSON.parse(stdout).parts.all.metrics);
    };
    expect(await evaluate()).toEqual(['kerasAccuracy']);
    expect(await evaluate('--loss', 'mse')).toEqual(['rmse', 'r2']);
  });

  it('may be a .json of to_json()', async () => {
    const { code, stdout } = await netwright(['summary', keras('stack.json')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/holds no weights: they are drawn anew/);
  });
});
