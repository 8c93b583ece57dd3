import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.ts';
import { listCheckpoints } from '../../src/records/index.ts';
import { fixture, useCommandLine } from './command-line.ts';

const { folder, netwright } = useCommandLine();
const splits = fixture('npz/splits.npz');
const inFolder = (...parts: string[]) => join(folder, ...parts);
const linesOf = (run: string, file: string) =>
  readFileSync(inFolder('runs', run, file), 'utf8')
    .trim()
    .split('\n');
const modelOf = (run: string) => readFileSync(inFolder('runs', run, 'model.onnx'));
/** Of a history, what does not depend on the clock. */
const withoutTimes = (lines: string[]) => lines.map((line) => line.replace(/"samplesPerSecond":[^,}]+/, ''));

/** Everything that has a state: dropout, batch norm, Adam, shuffling, plateaus, early stopping. */
const recipe = {
  network: [
    { layer: 'dense', units: 8 },
    { layer: 'batchNorm' },
    { layer: 'dropout', rate: 0.3 },
    { layer: 'dense', units: 2 },
  ],
  data: splits,
  batchSize: 2,
  epochs: 60,
  reduceOnPlateau: { patience: 3, factor: 0.9 },
  earlyStopping: { patience: 1000 },
};
writeFileSync(inFolder('recipe.json'), JSON.stringify(recipe));

/** Starts a training and kills it so many milliseconds after its run folder is there; false where it ended before. */
async function killAfter(args: string[], milliseconds: number, run: string): Promise<boolean> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../dist/bundle/main.js'), 'train', ...args], {
    cwd: folder,
    stdio: 'ignore',
  });
  const ended = new Promise<boolean>((resolve) => {
    child.once('close', (_code, signal) => resolve(signal === 'SIGKILL'));
  });
  const steps = inFolder('runs', run, 'steps.jsonl');
  const lengthOf = () => (existsSync(steps) ? readFileSync(steps).length : 0);
  const before = lengthOf();
  while (child.exitCode === null && lengthOf() === before) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill('SIGKILL');
  return ended;
}

describe('netwright train --resume', () => {
  // More by NETWRIGHT_KILLS=50: each kill takes about a second.
  const kills = Number(process.env.NETWRIGHT_KILLS ?? 4);

  it(`ends with the bits of a training without a break after ${kills} kills at random moments`, {
    timeout: 30_000 + 8000 * kills,
  }, async () => {
    const random = new RandomStream(kills, 'kills');
    let done = 0;
    for (let seed = 1; done < kills; seed++) {
      const args = ['recipe.json', '--seed', String(seed), '--checkpoint-every', '3'];
      expect((await netwright(['train', ...args, '--name', `whole-${seed}`])).code).toBe(0);
      const run = `killed-${seed}`;
      let isKilled = await killAfter([...args, '--name', run], random.integer(150), run);
      while (isKilled && ++done < kills) {
        isKilled = await killAfter(['--resume', `runs/${run}`, '--checkpoint-every', '3'], random.integer(150), run);
      }
      const { code, stderr } = await netwright(['train', '--resume', `runs/${run}`]);
      // Only the watch may have something to say: this network learns its few samples by heart.
      expect([code, stderr.replace(/^warning {5}.*\n/gm, '')]).toEqual([0, '']);
      expect(modelOf(run).equals(modelOf(`whole-${seed}`))).toBe(true);
      expect(linesOf(run, 'steps.jsonl')).toEqual(linesOf(`whole-${seed}`, 'steps.jsonl'));
      expect(withoutTimes(linesOf(run, 'history.jsonl'))).toEqual(
        withoutTimes(linesOf(`whole-${seed}`, 'history.jsonl')),
      );
    }
  });

  it('passes a damaged checkpoint over, names recipe conflicts, and refuses what is no run', {
    timeout: 60_000,
  }, async () => {
    const args = ['recipe.json', '--epochs', '5', '--keep-best', '5', '--name', 'damaged'];
    expect((await netwright(['train', ...args])).code).toBe(0);
    const checkpoints = inFolder('runs/damaged/checkpoints');
    const last = listCheckpoints(checkpoints)[0]!.file;
    const bytes = readFileSync(join(checkpoints, last));
    bytes[bytes.length - 40]! ^= 4;
    writeFileSync(join(checkpoints, last), bytes);
    const model = modelOf('damaged');
    const resumed = await netwright(['train', '--resume', 'last']);
    expect(resumed.stdout).toContain('is damaged: its checksum does not fit its contents; the one before is tried');
    expect([resumed.code, modelOf('damaged').equals(model)]).toEqual([0, true]);

    const conflict = await netwright(['train', '--resume', 'runs/damaged', '--batch-size', '4']);
    expect(conflict).toMatchObject({ code: 2, stderr: expect.stringContaining('batchSize was 2 and is 4') });
    const nowhere = await netwright(['train', '--resume', 'nowhere']);
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining("'nowhere' is no run to resume") });
  });
});
