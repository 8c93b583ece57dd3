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

describe('netwright diagnose of a run', () => {
  it('finds nothing in the curves of a healthy one', async () => {
    const { code, stdout, stderr } = await netwright(['diagnose', 'runs/healthy']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('nothing-found');
    expect(stdout).toContain('npx netwright diagnose runs/healthy/recipe.json');
  });

  it('sees in the curves what the watch saw, and names the command that makes the experiments', async () => {
    const { code, stdout } = await netwright(['diagnose', 'runs/sick', '--json']);
    expect(code).toBe(1);
    const [{ verdict, findings, causes, next }] = JSON.parse(stdout).runs;
    expect(verdict).toBe('suspect');
    const found = readJsonLines(inFolder('runs/sick/findings.jsonl')) as { watcher: string }[];
    const nameOf = ({ watcher }: { watcher: string }) => watcher;
    expect(findings.map(nameOf)).toEqual(expect.arrayContaining(found.map(nameOf)));
    expect(causes[0].rule).toBe('learning-rate-too-high');
    expect(next).toBe('npx netwright diagnose runs/sick/recipe.json');
  });

  it('reads a folder of runs, and an event file of PyTorch', async () => {
    const all = await netwright(['diagnose', 'runs']);
    expect(all.code).toBe(1);
    expect(all.stdout.match(/^run /gm)).toHaveLength(4);
    const file = join(import.meta.dirname, '../fixtures/event-files/torch.tfevents');
    const { code, stdout } = await netwright(['diagnose', file]);
    expect(code).toBe(1);
    expect(stdout).toContain('loss/train (6 points)');
    expect(stdout).toContain('not finite');
  });

  it('takes no options of trainings, and says so of a folder without a run', async () => {
    expect(await netwright(['diagnose', 'runs/sick', '--epochs', '3'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('give recipe.json in the folder of the run'),
    });
    expect(await netwright(['diagnose', '.', '--trials', '3'])).toMatchObject({ code: 2 });
    expect(await netwright(['diagnose', 'runs/sick/checkpoints'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('holds no run'),
    });
  });
});
