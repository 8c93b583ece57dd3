import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRuns, listCheckpoints, readJsonLines, readRun } from '../../src/records/index.ts';
import { autoMpg, useCommandLine } from './command-line.ts';

const { folder, netwright } = useCommandLine();
const inFolder = (...parts: string[]) => join(folder, ...parts);
const cars = ['train', '--data', autoMpg, '--target', 'MPG', '--epochs', '30'];
/** A rate at which the loss explodes. */
const sick = [...cars, '--learning-rate', '3'];

describe('a training that is watched', () => {
  it('is told nothing where all is well', async () => {
    const { code, stderr } = await netwright([...cars, '--name', 'healthy']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(existsSync(inFolder('runs/healthy/findings.jsonl'))).toBe(false);
  });

  it('is warned once of each trouble, with step, rule and command; run and event file keep that', async () => {
    const { code, stderr } = await netwright([...sick, '--name', 'sick']);
    expect(code).toBe(0);
    const warnings = stderr.trim().split('\n');
    expect(stderr).toMatch(
      /^warning {5}step \d+.*learning-rate-too-high.*npx netwright diagnose runs\/sick\/recipe\.json$/m,
    );
    const found = readJsonLines(inFolder('runs/sick/findings.jsonl')) as { watcher: string; message: string }[];
    expect(found.map(({ message }) => `warning     ${message}`)).toEqual(warnings);
    const names = found.map(({ watcher }) => watcher);
    expect(names).toContain('loss-explodes');
    expect(new Set(names).size).toBe(names.length);
    const { texts } = await readRun(findRuns([inFolder('runs/sick')])[0]!);
    expect(texts.get('findings')!.map(({ value }) => value[0])).toEqual(found.map(({ message }) => message));
  });

  it('ends at the first finding with --stop-on-fault, keeps a checkpoint, and goes on without repeating it', async () => {
    const { code, stderr, stdout } = await netwright([...sick, '--name', 'stopped', '--stop-on-fault']);
    expect(code).toBe(1);
    expect(stdout).toContain('npx netwright train --resume runs/stopped');
    const [found] = readJsonLines(inFolder('runs/stopped/findings.jsonl')) as { step: number; message: string }[];
    expect(stderr).toContain(`netwright: ${found!.message}; saved to runs/stopped\n`);
    const result = JSON.parse(readFileSync(inFolder('runs/stopped/result.json'), 'utf8'));
    expect(result).toMatchObject({ reason: 'fault found', steps: found!.step, explanation: found!.message });
    expect(listCheckpoints(inFolder('runs/stopped/checkpoints')).map(({ step }) => step)).toContain(found!.step);

    const resumed = await netwright(['train', '--resume', 'runs/stopped']);
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).not.toContain(found!.message);
    const all = readJsonLines(inFolder('runs/stopped/findings.jsonl')) as { watcher: string }[];
    expect(new Set(all.map(({ watcher }) => watcher)).size).toBe(all.length);
  });

  it('trains to the same bits with --no-watch, in silence', async () => {
    const { code, stderr } = await netwright([...sick, '--name', 'unwatched', '--no-watch']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const modelOf = (run: string) => readFileSync(inFolder('runs', run, 'model.onnx'));
    expect(modelOf('unwatched').equals(modelOf('sick'))).toBe(true);
    const both = await netwright([...cars, '--no-watch', '--stop-on-fault']);
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('not both') });
  });
});
