import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sequential } from '../../nn/index.ts';
import { openModel } from '../../records/index.ts';
import type { EpochRecord } from '../epoch-record.ts';
import type { TrainingState } from '../events.ts';
import { RunRecorder } from './record-run.ts';

const parent = mkdtempSync(join(tmpdir(), 'netwright-record-run-'));
afterAll(() => {
  rmSync(parent, { recursive: true });
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const networkOf = (seed: number) => sequential([{ layer: 'dense', units: 1 }], { inputShape: [2], seed });
const epoch: EpochRecord = {
  epoch: 1,
  step: 5,
  loss: Number.NaN,
  learningRate: 0.1,
  samplesPerSecond: 1,
  validation: undefined,
};

/** What handlers see, as far as a recorder looks at it. */
function stateWith(seed: number): TrainingState {
  return { network: () => networkOf(seed) } as unknown as TrainingState;
}

function recorderNamed(name: string): RunRecorder {
  const data = { target: 'y', task: 'numbers', loss: 'mse' } as const;
  return new RunRecorder({ parent, name, slug: 'x', recipe: { epochs: 3 }, environment: { threads: 1 }, data });
}

const savedSeed = async (folder: string) => {
  const { initializers } = (await openModel(folder)).model.graph;
  return [1, 2, 3].find((seed) => {
    const expected = networkOf(seed).graph.initializers.get('dense_1/kernel')!;
    return initializers.get('dense_1/kernel')!.data.join() === expected.data.join();
  });
};

/** Waits until what is written beside training is on the disk. */
const settled = (recorder: RunRecorder) => recorder.onStop(stateWith(1), { kind: 'completed' });

describe('RunRecorder', () => {
  it('leaves nothing where no step was made', () => {
    const recorder = recorderNamed('none');
    expect(recorder.saveNetwork(networkOf(1))).toBeUndefined();
    recorder.saveResult({ reason: 'interrupted' });
    expect(recorder.folder).toBeUndefined();
    expect(existsSync(join(parent, 'none'))).toBe(false);
  });

  it('makes the folder with the network after the first step, and only then', async () => {
    const recorder = recorderNamed('steps');
    recorder.onStepEnd(stateWith(1));
    recorder.onStepEnd(stateWith(2));
    await settled(recorder);
    expect(recorder.folder).toBe(join(parent, 'steps'));
    expect(readdirSync(recorder.folder!).sort()).toEqual([
      'environment.json',
      'model.onnx',
      'recipe.json',
      'steps.jsonl',
    ]);
    expect(await savedSeed(recorder.folder!)).toBe(1);
  });

  it('writes a line for each epoch, and the network when ten seconds have passed', async () => {
    const recorder = recorderNamed('epochs');
    recorder.onStepEnd(stateWith(1));
    await settled(recorder);
    vi.advanceTimersByTime(9999);
    await recorder.onEpochEnd(stateWith(2), epoch);
    await settled(recorder);
    expect(await savedSeed(recorder.folder!)).toBe(1);
    vi.advanceTimersByTime(2);
    await recorder.onEpochEnd(stateWith(3), { ...epoch, epoch: 2 });
    await settled(recorder);
    expect(await savedSeed(recorder.folder!)).toBe(3);
    const lines = readFileSync(join(recorder.folder!, 'history.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { epoch: 1, loss: 'NaN' },
      { epoch: 2, loss: 'NaN' },
    ]);
  });

  it('saves the last network and how it ended', async () => {
    const recorder = recorderNamed('end');
    recorder.onStepEnd(stateWith(1));
    await settled(recorder);
    expect(recorder.saveNetwork(networkOf(2))).toBe(join(parent, 'end', 'model.onnx'));
    recorder.saveResult({ reason: 'completed' });
    expect(await savedSeed(recorder.folder!)).toBe(2);
    expect(readFileSync(join(parent, 'end', 'result.json'), 'utf8')).toBe('{\n  "reason": "completed"\n}\n');
  });
});
