import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { listCheckpoints } from '../../src/records/index.ts';
import { fixture, useCommandLine } from './command-line.ts';

const { folder, netwright } = useCommandLine();
const inFolder = (...parts: string[]) => join(folder, ...parts);
const runFile = (run: string, file: string) => inFolder('runs', run, file);
const modelOf = (run: string) => readFileSync(runFile(run, 'model.onnx'));
const checkpointsOf = (run: string) => listCheckpoints(runFile(run, 'checkpoints'));
const copyRun = (from: string, to: string) => cpSync(inFolder('runs', from), inFolder('runs', to), { recursive: true });

const recipe = {
  network: [
    { layer: 'dense', units: 8 },
    { layer: 'batchNorm' },
    { layer: 'dropout', rate: 0.3 },
    { layer: 'dense', units: 2 },
  ],
  data: fixture('npz/splits.npz'),
  batchSize: 2,
  epochs: 6,
};

beforeAll(async () => {
  writeFileSync(inFolder('recipe.json'), JSON.stringify(recipe));
  const { code } = await netwright([
    'train',
    'recipe.json',
    '--checkpoint-every',
    '7',
    '--keep-best',
    '9',
    '--name',
    'whole',
  ]);
  expect(code).toBe(0);
}, 120_000);

/** Changes the whole run of {@link recipe} in a copy. */
function spoilt(run: string, change: (path: string) => void): string {
  copyRun('whole', run);
  change(inFolder('runs', run));
  return `runs/${run}`;
}

/** The checkpoint of a run that most steps lie behind. */
const earliestOf = (run: string) => `runs/${run}/checkpoints/${checkpointsOf(run).at(-1)!.file}`;

describe('a run that was broken off while its folder was written', () => {
  it('says that nothing is there to resume where the recipe is not', async () => {
    const run = spoilt('no-recipe', (path) => {
      for (const name of readdirSync(path))
        if (name !== 'environment.json') rmSync(join(path, name), { recursive: true });
    });
    expect(await netwright(['train', '--resume', run])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('was broken off before its recipe.json was written: nothing is there to resume'),
    });
  });

  it('is trained from its first step where only the recipe is, to the same bits, and cleared of half-written files', async () => {
    const run = spoilt('no-model', (path) => {
      for (const name of ['model.onnx', 'checkpoints', 'history.jsonl', 'steps.jsonl', 'result.json']) {
        rmSync(join(path, name), { recursive: true });
      }
      writeFileSync(join(path, 'model.onnx.123.tmp'), 'half');
    });
    const { code, stdout } = await netwright(['train', '--resume', run]);
    expect(stdout).toContain('has no checkpoint yet: it is trained from its first step');
    expect([code, modelOf('no-model').equals(modelOf('whole'))]).toEqual([0, true]);
    expect(readFileSync(runFile('no-model', 'steps.jsonl'))).toEqual(readFileSync(runFile('whole', 'steps.jsonl')));
    expect(readdirSync(inFolder(run)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('a run whose parts have changed', () => {
  it('is refused with another network', async () => {
    const run = spoilt('other-network', (path) => {
      const text = readFileSync(join(path, 'recipe.json'), 'utf8');
      writeFileSync(join(path, 'recipe.json'), text.replace('"units": 8', '"units": 9'));
    });
    expect(await netwright(['train', '--resume', run])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the checkpoint is of another network or loss'),
    });
  });

  it('names checkpoints of a newer version', async () => {
    const run = spoilt('newer', (path) => {
      for (const { file } of listCheckpoints(join(path, 'checkpoints'))) {
        const bytes = readFileSync(join(path, 'checkpoints', file));
        const at = bytes.indexOf('\\"version\\":1') + '\\"version\\":'.length;
        bytes[at] = '9'.charCodeAt(0);
        bytes.writeUInt32LE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
        writeFileSync(join(path, 'checkpoints', file), bytes);
      }
    });
    const { code, stderr } = await netwright(['train', '--resume', run]);
    expect(code).toBe(1);
    expect(stderr).toContain('is a checkpoint of version 9, this netwright reads 1. Update netwright');
  });

  it('goes on by other threads with a note that bits may differ', async () => {
    copyRun('whole', 'threads');
    const { code, stdout } = await netwright(['train', '--resume', earliestOf('threads'), '--threads', '2']);
    expect(stdout).toMatch(/the run was computed by .*, now it is .*: bits may differ/);
    expect(code).toBe(0);
  });

  it('goes on without the file that its network came from, to the same bits', async () => {
    cpSync(runFile('whole', 'model.onnx'), inFolder('start.onnx'));
    const { data } = recipe;
    const args = ['start.onnx', '--data', data, '--batch-size', '2', '--epochs', '4', '--keep-best', '9'];
    expect((await netwright(['train', ...args, '--name', 'from-file'])).code).toBe(0);
    const model = modelOf('from-file');
    renameSync(inFolder('start.onnx'), inFolder('elsewhere.onnx'));
    const { code, stderr } = await netwright(['train', '--resume', earliestOf('from-file')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(modelOf('from-file').equals(model)).toBe(true);
  });

  it('goes on with data that are streamed, to the same bits', async () => {
    const args = ['recipe.json', '--stream', 'always', '--checkpoint-every', '7', '--keep-best', '9'];
    expect((await netwright(['train', ...args, '--name', 'streamed'])).code).toBe(0);
    expect(modelOf('streamed').equals(modelOf('whole'))).toBe(true);
    const { code } = await netwright(['train', '--resume', earliestOf('streamed')]);
    expect([code, modelOf('streamed').equals(modelOf('whole'))]).toEqual([0, true]);
  });
});

describe('a disk that takes no more', () => {
  /** Trains while no file may have more kibibytes. */
  const trainWithin = (kibibytes: number, run: string) =>
    new Promise<{ code: number; printed: string }>((resolve) => {
      const main = join(import.meta.dirname, '../../dist/bundle/main.js');
      const script = `ulimit -f ${kibibytes}; exec "$0" "$@"`;
      const args = ['-c', script, process.execPath, main, 'train', 'recipe.json', '--epochs', '12', '--name', run];
      execFile('bash', args, { cwd: folder }, (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), printed: stdout + stderr });
      });
    });
  const count = (text: string, part: string) => text.split(part).length - 1;

  it('costs one warning for each kind of record, and training goes on and saves its network', async () => {
    const { code, printed } = await trainWithin(4, 'full');
    expect(code).toBe(0);
    expect(count(printed, 'no checkpoint was saved')).toBe(1);
    expect(count(printed, 'steps are no longer recorded')).toBe(1);
    expect(printed).toContain('cannot be written: it would be larger than allowed');
    expect(existsSync(runFile('full', 'result.json'))).toBe(true);
    expect((await netwright(['evaluate', 'runs/full', '--data', recipe.data])).code).toBe(0);
    // What was cut short is made whole again.
    const resumed = await netwright(['train', '--resume', 'runs/full']);
    expect(resumed.code).toBe(0);
    const steps = readFileSync(runFile('full', 'steps.jsonl'), 'utf8').trim().split('\n');
    expect(() => steps.map((line) => JSON.parse(line))).not.toThrow();
  });

  it('ends training in words where not even the network can be saved', async () => {
    const { code, printed } = await trainWithin(1, 'fuller');
    expect(code).toBe(1);
    expect(printed).toMatch(
      /netwright: training has ended, but runs\/fuller\/model\.onnx: cannot be written: it would be larger than allowed\. Make room or give permission, then: netwright train --resume runs\/fuller\n$/,
    );
    for (const name of readdirSync(inFolder('runs/fuller'))) expect(name).not.toMatch(/tmp$/);
    expect(statSync(runFile('fuller', 'steps.jsonl')).size).toBeLessThanOrEqual(1024);
    const { code: resumed } = await netwright(['train', '--resume', 'runs/fuller']);
    expect([resumed, existsSync(runFile('fuller', 'model.onnx'))]).toEqual([0, true]);
  });

  it('is told of a folder that cannot be made', async () => {
    writeFileSync(inFolder('a-file'), '');
    const { code, stderr } = await netwright(['train', 'recipe.json', '--runs', 'a-file']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'netwright: a-file: cannot be written: a file of that name is in the way\n',
    });
  });
});

describe('netwright verify-resume', () => {
  it('finds all equal, and the tensors of a later checkpoint too', async () => {
    const { code, stdout } = await netwright(['verify-resume', 'runs/whole', '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ equal: true, compared: expect.stringContaining('.safetensors') });
    expect(result.steps).toBeGreaterThan(7);
    expect((await netwright(['verify-resume', earliestOf('whole')])).stdout).toMatch(/is equal, bit for bit\n$/);
  });

  it('names the first step that differs, and ends with 1', async () => {
    const run = spoilt('tampered', (path) => {
      const lines = readFileSync(join(path, 'steps.jsonl'), 'utf8').trim().split('\n');
      const changed = lines.map((line) => {
        const step = JSON.parse(line);
        return JSON.stringify(step.step === 55 ? { ...step, loss: step.loss * (1 + 2 ** -50) } : step);
      });
      writeFileSync(join(path, 'steps.jsonl'), `${changed.join('\n')}\n`);
    });
    const { code, stdout } = await netwright(['verify-resume', run]);
    expect(stdout).toMatch(/: differs first at step 55: loss was [\d.]+ and is [\d.]+\n$/);
    expect(code).toBe(1);
  });

  it('changes nothing in the run', async () => {
    const stateOf = (path: string): string[] =>
      readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => {
        const { mtimeMs, size } = statSync(join(path, name));
        return `${name} ${mtimeMs} ${size}`;
      });
    const before = stateOf(inFolder('runs/whole'));
    await netwright(['verify-resume', 'runs/whole']);
    expect(stateOf(inFolder('runs/whole'))).toEqual(before);
  });

  it('says what is missing where there is no checkpoint before recorded steps', async () => {
    const run = spoilt('no-checkpoints', (path) => rmSync(join(path, 'checkpoints'), { recursive: true }));
    const { code, stderr } = await netwright(['verify-resume', run]);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no step is recorded behind 0'),
    });
    mkdirSync(inFolder('empty'));
    expect((await netwright(['verify-resume', 'empty'])).code).toBe(2);
  });
});
