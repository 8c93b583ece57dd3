import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { autoMpg, useCommandLine } from './command-line.ts';

const fuel = join(import.meta.dirname, '../../examples/models/fuel.keras');
const { folder, netwright } = useCommandLine();
/** The bundled network whose sigmoid cannot reach miles per gallon; few epochs and one seed, so that trials are short. */
const subject = ['diagnose', fuel, '--data', autoMpg, '--target', 'MPG', '--epochs', '4', '--batch-size', '16'];

/** The lines that a diagnosis keeps its trials in. */
function linesIn(runs: string): string[] {
  const parent = join(folder, runs, 'diagnoses');
  const [name] = existsSync(parent) ? readdirSync(parent) : [];
  if (name === undefined || !existsSync(join(parent, name, 'trials.jsonl'))) return [];
  return readFileSync(join(parent, name, 'trials.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean);
}

const keysOf = (lines: readonly string[]) => lines.map((line) => (JSON.parse(line) as { key: string }).key);

describe('netwright diagnose', () => {
  it('finds the sigmoid that keeps the bundled network from its targets, and exits with 1', async () => {
    const { code, stdout } = await netwright([...subject, '--seeds', '1', '--json']);
    expect(code).toBe(1);
    const diagnosis = JSON.parse(stdout);
    expect(diagnosis).toMatchObject({ verdict: 'faulty', metric: 'r2', seeds: { used: [0] } });
    expect(diagnosis.minimalFix.map(({ family }: { family: string }) => family)).toContain('output-activation');
    expect(diagnosis.after.score).toBeGreaterThan(diagnosis.before.score + 0.5);
  });

  it('goes on where kill -9 ended it, without a trial made twice', async () => {
    const args = [...subject, '--seeds', '2', '--json', '--runs', 'killed', '--workers', '2'];
    const { code } = await netwright(args, {
      onStart: (kill) => {
        const watch = setInterval(() => {
          if (linesIn('killed').length < 5) return;
          clearInterval(watch);
          kill('SIGKILL');
        }, 20);
      },
    });
    expect(code).toBe(137);
    const before = keysOf(linesIn('killed'));
    const { code: resumed, stdout } = await netwright(args);
    expect(resumed).toBe(1);
    const after = keysOf(linesIn('killed'));
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after).size).toBe(after.length);
    expect(JSON.parse(stdout).cost.trials).toBe(after.length);
  });

  it('passes over the half of a line that a full disk or a kill has left', async () => {
    const args = [...subject, '--seeds', '1', '--json', '--runs', 'torn'];
    await netwright(args);
    const [name] = readdirSync(join(folder, 'torn/diagnoses'));
    const path = join(folder, 'torn/diagnoses', name!, 'trials.jsonl');
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.slice(0, -30));
    await netwright(args);
    expect(keysOf(linesIn('torn'))).toEqual(keysOf(whole.split('\n').filter(Boolean)));
  });
});

describe('wrong usage of netwright diagnose', () => {
  it.each([
    ['no model', ['diagnose', '--data', autoMpg], /missing required argument 'MODEL'/],
    ['no data', ['diagnose', fuel], /^netwright: no data: give --data DATA/],
    ['a time that is none', [...subject, '--budget', 'soon'], /argument 'soon' .*a time such as 60s, 5m or 1h/],
    ['no seeds', [...subject, '--seeds', '0'], /expected a whole number of 1 or more/],
    ['a model of an unknown kind', ['diagnose', autoMpg, '--data', autoMpg], /is neither a recipe nor a model/],
  ])('%s exits with 2 and says what is wrong', async (_title, args, message) => {
    const { code, stdout, stderr } = await netwright(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('names what does not fit between data and network', async () => {
    const { code, stdout, stderr } = await netwright(['diagnose', fuel, '--data', autoMpg, '--target', 'MPG,Weight']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/auto-mpg/);
    expect(stderr).not.toMatch(/ at .*\.js:/);
  });
});
