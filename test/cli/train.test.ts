import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeNpy } from '../../src/records/index.ts';
import { autoMpg, fashionMnist, fixture, useCommandLine } from './command-line.ts';

const { folder, netwright } = useCommandLine();
const splits = fixture('npz/splits.npz');
const inFolder = (...parts: string[]) => join(folder, ...parts);
const modelOf = (run: string) => readFileSync(inFolder('runs', run, 'model.onnx'));

/** Trains, expects that to go well, and returns what `--json` printed. */
async function train(args: string[]) {
  const { code, stdout, stderr } = await netwright(['train', ...args, '--json']);
  expect(stderr).not.toMatch(/netwright:/);
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

describe('netwright train', () => {
  it('builds a network for a table that explains more than three quarters of the variance, and evaluates the same', async () => {
    const result = await train(['--data', autoMpg, '--target', 'MPG', '--epochs', '10', '--name', 'cars']);
    expect(result).toMatchObject({
      reason: 'completed',
      run: join('runs', 'cars'),
      model: join('runs', 'cars', 'model.onnx'),
      engine: expect.stringMatching(/^ONNX Runtime .* \(CPU, 1 thread\)$/),
      parameters: 17_921,
      loss: 'mse',
      epochs: 10,
      steps: 60,
      training: { loss: expect.any(Number) },
    });
    expect(result.seconds).toBeGreaterThan(0);
    expect(result.secondsToFirstStep).toBeGreaterThan(0);
    expect(result.validation.metrics.r2).toBeGreaterThan(0.75);
    expect(JSON.parse(readFileSync(inFolder('runs/cars/result.json'), 'utf8'))).toEqual(result);

    const evaluated = await netwright(['evaluate', 'runs/cars', '--data', autoMpg, '--split', 'validation', '--json']);
    const { samples, metrics } = JSON.parse(evaluated.stdout).parts.validation;
    expect(samples).toBe(39);
    expect(metrics.r2).toBeCloseTo(result.validation.metrics.r2, 6);
  });

  it('trains without validation where the samples are too few to set some aside, and says so', async () => {
    writeFileSync(inFolder('xor.csv'), 'a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n');
    const { code, stdout, stderr } = await netwright(['train', '--data', 'xor.csv', '--target', 'y', '--name', 'xor']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('samples: 4 train, too few to set some aside: trains without validation\n');
    const evaluated = await netwright(['evaluate', 'runs/xor', '--data', 'xor.csv', '--split', 'validation']);
    expect(evaluated.stderr).toContain('too few samples for a validation part; give --split train');
  });

  it('leaves a folder with the recipe, the environment, the history, the result and the network', async () => {
    await train(['--data', splits, '--epochs', '3', '--name', 'folder']);
    const run = inFolder('runs/folder');
    expect(readdirSync(run).sort()).toEqual([
      'checkpoints',
      'environment.json',
      expect.stringMatching(/^events\.out\.tfevents\.\d{10}\./),
      'history.jsonl',
      'model.onnx',
      'recipe.json',
      'result.json',
      'steps.jsonl',
    ]);
    const recipe = JSON.parse(readFileSync(join(run, 'recipe.json'), 'utf8'));
    expect(recipe).toMatchObject({ data: splits, target: 'y', loss: 'crossEntropy', epochs: 3, seed: 0 });
    expect(recipe.network.map(({ layer }: { layer: string }) => layer)).toEqual(['dense', 'dense', 'dense']);
    expect(recipe.preparation).toBe('auto');
    const history = readFileSync(join(run, 'history.jsonl'), 'utf8').trim().split('\n');
    expect(history.map((line) => JSON.parse(line).epoch)).toEqual([1, 2, 3]);
    expect(JSON.parse(readFileSync(join(run, 'environment.json'), 'utf8'))).toMatchObject({ threads: 1 });
  });

  it('gives byte-identical networks for the same seed, also through its own recipe, and others for another', async () => {
    const args = ['--data', splits, '--epochs', '4'];
    await train([...args, '--seed', '5', '--name', 'first']);
    await train([...args, '--seed', '5', '--name', 'second']);
    await train([...args, '--seed', '6', '--name', 'other']);
    await train(['runs/first/recipe.json', '--name', 'repeated']);
    expect(modelOf('second').equals(modelOf('first'))).toBe(true);
    expect(modelOf('other').equals(modelOf('first'))).toBe(false);
    const { parts } = JSON.parse((await netwright(['evaluate', 'runs/repeated', '--data', splits, '--json'])).stdout);
    const first = JSON.parse((await netwright(['evaluate', 'runs/first', '--data', splits, '--json'])).stdout);
    expect(parts).toEqual(first.parts);
  });

  it('takes weight decay, schedule, limits of gradients and scores as options', async () => {
    const decay = ['--weight-decay', '0.1', '--schedule', 'cosine', '--gradient-clip-norm', '2'];
    const { run, validation } = await train(['--data', splits, '--epochs', '1', ...decay, '--metrics', 'f1,auc']);
    const recipe = JSON.parse(readFileSync(inFolder(run, 'recipe.json'), 'utf8'));
    expect(recipe).toMatchObject({
      optimizer: { name: 'adam', weightDecay: 0.1 },
      schedule: { name: 'cosine' },
      gradientClipping: { name: 'norm', maxNorm: 2 },
      metrics: ['f1', 'auc'],
    });
    expect(Object.keys(validation.metrics)).toEqual(['f1', 'auc']);
  });

  it('builds a convolutional network for images that tells most clothes apart after a few steps', async () => {
    const result = await train(['--data', fashionMnist, '--steps', '40', '--name', 'clothes']);
    expect(result.steps).toBe(40);
    expect(result.validation.metrics.accuracy).toBeGreaterThan(0.7);
    expect(result.test.metrics.accuracy).toBeGreaterThan(0.7);
  });

  it.each([
    [
      'recipe.yaml',
      'network:\n  - { layer: dense, units: 4 }\n  - { layer: dense, units: 2 }\nepochs: 2\ndata: data.npz\n',
    ],
    [
      'recipe.json',
      '{ "network": [{ "layer": "dense", "units": 4 }, { "layer": "dense", "units": 2 }], "epochs": 2, "data": "data.npz" }',
    ],
    [
      'recipe.ts',
      'const units: number = 4;\nexport default { network: [{ layer: "dense", units }, { layer: "dense", units: 2 }], epochs: 2, data: "data.npz" };\n',
    ],
    [
      'recipe.mjs',
      'export default { network: [4, 2].map((units) => ({ layer: "dense", units })), epochs: 2, data: "data.npz" };\n',
    ],
    [
      'recipe.cjs',
      'module.exports = { network: [4, 2].map((units) => ({ layer: "dense", units })), epochs: 2, data: "data.npz" };\n',
    ],
  ])('trains the network of %s as it is written, on the data beside it', async (name, contents) => {
    mkdirSync(inFolder('recipes'), { recursive: true });
    cpSync(splits, inFolder('recipes/data.npz'));
    writeFileSync(inFolder('recipes', name), contents);
    const result = await train([join('recipes', name), '--batch-size', '10']);
    expect(result).toMatchObject({ epochs: 2, steps: 4, parameters: 22 });
    expect(result.run).toMatch(/^runs\/\d{8}-\d{6}-recipe(-v\d+)?$/);
  });

  it('trains the network of a file further', async () => {
    const first = await train(['--data', splits, '--epochs', '2', '--name', 'start']);
    const more = await train(['runs/start/model.onnx', '--data', splits, '--epochs', '4', '--name', 'more']);
    expect(more.parameters).toBe(first.parameters);
    expect(more.training.loss).toBeLessThan(first.training.loss);
  });

  it('trains a recipe with two inputs, named as the data name them', async () => {
    mkdirSync(inFolder('two'));
    const left = Float32Array.from({ length: 60 }, (_, i) => (i % 7) / 7);
    const right = left.map((number, i) => ((i * 5) % 11) / 11 - number);
    const arrays = { left, right, y: left.map((number, i) => number * 2 - right[i]!) };
    for (const [name, data] of Object.entries(arrays)) {
      writeFileSync(inFolder('two', `${name}.npy`), encodeNpy({ dtype: 'float32', shape: [60, 1], data }));
    }
    const network = [
      { layer: 'dense', units: 4, inputs: ['left'], name: 'first' },
      { layer: 'dense', units: 4, inputs: ['right'], name: 'second' },
      { layer: 'concat', inputs: ['first', 'second'] },
      { layer: 'dense', units: 1 },
    ];
    writeFileSync(inFolder('two.json'), JSON.stringify({ network, data: 'two', epochs: 30, learningRate: 0.02 }));
    const { validation } = await train(['two.json', '--name', 'two']);
    expect(validation.metrics.r2).toBeGreaterThan(0.5);
    const { code, stdout } = await netwright(['predict', 'runs/two', '--data', 'two']);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').length).toBe(61);
  });

  it('learns yes or no with one output, and predicts the classes', async () => {
    const loss = ['--loss', 'binaryCrossEntropy'];
    const { validation } = await train(['--data', splits, ...loss, '--epochs', '20', '--name', 'binary']);
    expect(validation.metrics.accuracy).toBeGreaterThan(0.5);
    const { stdout } = await netwright(['predict', 'runs/binary', '--data', splits, '--format', 'json']);
    for (const { class: name, probability } of JSON.parse(stdout)) {
      expect(['0', '1']).toContain(name);
      expect(probability).toBeGreaterThanOrEqual(0.5);
    }
  });

  it('stops early where the validation loss rises, and says so', async () => {
    const { code, stdout } = await netwright([
      ...['train', '--data', splits, '--epochs', '200', '--learning-rate', '0.1', '--early-stopping', '2'],
      ...['--name', 'early'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^trained .*; stopped early: the loss has not fallen for 2 epochs/m);
  });

  it('prints the engine, the data, the network and a line for each epoch, without escape codes', async () => {
    const { code, stdout, stderr } = await netwright(['train', '--data', splits, '--epochs', '2', '--name', 'plain']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^engine {6}ONNX Runtime/m);
    expect(stdout).toMatch(/^data .*splits\.npz: 2 features; target 'y' of 2 classes$/m);
    expect(stdout).toMatch(/^ +samples: 20 train, 6 validation, 8 test$/m);
    expect(stdout).toMatch(/^dense_1 +dense +\[batch, 128\] +384 {2}variance scaling/m);
    expect(stdout).toMatch(/^total +17,154$/m);
    expect(stdout).toMatch(/^epoch 2\/2 {2}step 2 {2}loss \S+ {2}validation loss \S+, accuracy \S+ %/m);
    expect(stdout).toMatch(/^saved {7}runs\/plain$/m);
    expect(stdout).toMatch(/^next {8}npx netwright evaluate runs\/plain --data /m);
    expect(stdout).not.toContain('\u001b');
  });

  it('ends with 1 at a loss that is not finite, names where it began, and saves the network from before', async () => {
    const rate = ['--optimizer', 'sgd', '--learning-rate', '1e30'];
    const { code, stdout, stderr } = await netwright(['train', '--data', splits, ...rate, '--name', 'steep', '--json']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^netwright: step 2: the loss or a gradient is not finite; it began in layer '\w+' \(\w+\)/m,
    );
    expect(JSON.parse(stdout)).toMatchObject({ reason: 'not finite', steps: 1, run: 'runs/steep' });
    expect(existsSync(inFolder('runs/steep/model.onnx'))).toBe(true);
  });
});

describe('Ctrl-C', () => {
  it('ends training after the step that runs, and saves a network that can be evaluated', async () => {
    let sent = false;
    const long = ['train', '--data', autoMpg, '--target', 'MPG', '--epochs', '100000', '--name', 'interrupted'];
    const { code, stderr } = await netwright(long, {
      onOutput: (printed, kill) => {
        if (sent || !/^epoch/m.test(printed)) return;
        sent = true;
        kill('SIGINT');
      },
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^netwright: interrupted after step \d+; saved to runs\/interrupted\n$/);
    const result = JSON.parse(readFileSync(inFolder('runs/interrupted/result.json'), 'utf8'));
    expect(result.reason).toBe('interrupted');
    const evaluated = await netwright(['evaluate', 'runs/interrupted', '--data', autoMpg]);
    expect(evaluated.stdout).toMatch(/^all +loss .*R² .* \(392 samples\)$/m);
  });

  it('ends the process at once when it comes again', async () => {
    const slow = ['train', '--data', fashionMnist, '--batch-size', '3000', '--name', 'slow'];
    let sent = 0;
    const { code, stdout } = await netwright(slow, {
      onOutput: (printed, kill) => {
        if (sent === 0 && /^total/m.test(printed)) {
          sent++;
          setTimeout(() => kill('SIGINT'), 300);
        } else if (sent === 1 && printed.includes('finishing the step')) {
          sent++;
          kill('SIGINT');
        }
      },
    });
    expect({ code, sent }).toEqual({ code: 130, sent: 2 });
    expect(stdout).not.toMatch(/^saved/m);
    expect(existsSync(inFolder('runs/slow'))).toBe(false);
  });

  it('ends the process at once before training begins, and nothing is left behind', async () => {
    writeFileSync(
      inFolder('endless.mjs'),
      'console.log("reading");\nexport default await new Promise(() => setInterval(() => {}, 1e6));',
    );
    const { code, stdout } = await netwright(['train', 'endless.mjs', '--data', splits, '--name', 'never'], {
      onOutput: (printed, kill) => {
        if (printed.includes('reading')) kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(stdout).toBe('reading\ninterrupted before training began; nothing was saved\n');
    expect(existsSync(inFolder('runs/never'))).toBe(false);
  });
});
