import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { families } from '../../src/diagnosis/index.ts';
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

/** The report's form, as docs/diagnosis.md has it. */
const score = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
const fixSchema = z.strictObject({
  remedy: z.string(),
  family: z.enum(families),
  summary: z.string(),
  recipe: z.record(z.string(), z.unknown()).optional(),
  keras: z.array(z.string()).optional(),
  pytorch: z.array(z.string()).optional(),
});
const outcomeSchema = z.strictObject({ score, scores: z.array(score), losses: z.array(score) });
const diagnosisSchema = z.looseObject({
  verdict: z.enum(['faulty', 'healthy', 'no-signal', 'inconclusive']),
  summary: z.string().min(10),
  causes: z.array(
    z.strictObject({
      rule: z.string(),
      family: z.enum(families),
      title: z.string(),
      status: z.enum(['confirmed', 'refuted', 'not-tested']),
      layer: z.string().optional(),
      reason: z.string(),
      likelihood: z.number().min(0).max(1),
      effect: z
        .strictObject({
          without: score,
          with: score,
          difference: score,
          interval: z.tuple([score, score]).optional(),
          against: z.enum(['as-is', 'minimal-fix', 'whole-recipe']),
          seeds: z.int().positive(),
          curves: z.strictObject({ without: z.array(score), with: z.array(score) }),
        })
        .optional(),
      measured: z.looseObject({ status: z.enum(['confirmed', 'refuted']), quantity: z.string() }).optional(),
      fix: fixSchema.optional(),
    }),
  ),
  minimalFix: z.array(fixSchema),
  patch: fixSchema.pick({ recipe: true, keras: true, pytorch: true }).optional(),
  before: outcomeSchema,
  after: outcomeSchema.optional(),
  cost: z.strictObject({ trials: z.int().nonnegative(), seconds: z.number().positive() }),
  seeds: z.strictObject({
    used: z.array(z.int()),
    failuresBefore: z.number().min(0).max(1),
    failuresAfter: z.number().min(0).max(1).optional(),
  }),
  task: z.string(),
  metric: z.enum(['accuracy', 'r2']),
  scoredOn: z.enum(['validation', 'training']),
  constantScore: score,
});

describe('netwright diagnose', () => {
  it('finds the sigmoid that keeps the bundled network from its targets, and exits with 1', async () => {
    const { code, stdout, stderr } = await netwright([...subject, '--json', '--out', 'written']);
    expect(code).toBe(1);
    // One line a stage on the other stream, and nothing that erases lines.
    expect(stderr).toMatch(/^training as it is: .*\n(.*: \d+ trials?, .*\n)+$/);
    expect(stderr).not.toContain('\u001b');
    const diagnosis = diagnosisSchema.parse(JSON.parse(stdout));
    expect(diagnosis).toMatchObject({ verdict: 'faulty', metric: 'r2', seeds: { used: [0, 1, 2] } });
    expect(diagnosis.causes[0]).toMatchObject({
      status: 'confirmed',
      family: 'output-activation',
      layer: 'miles_per_gallon',
    });
    expect(diagnosis.patch?.keras?.join('\n')).toContain('keras.layers.Dense(1, activation="linear"');
    expect(Number(diagnosis.after?.score)).toBeGreaterThan(Number(diagnosis.before.score) + 0.5);
    expect(JSON.parse(readFileSync(join(folder, 'written/report.json'), 'utf8'))).toEqual(diagnosis);
  });

  it('tells the verdict first, then causes with curves, what was ruled out, the patch and the cost', async () => {
    const { code, stdout } = await netwright(subject);
    expect(code).toBe(1);
    const places = [
      'faulty: the output activation cannot reach the targets',
      '\ncause  ',
      '━━ training loss without the change',
      '\nruled out ',
      '\nfix  ',
      '\nin Keras ',
      '\nscore  ',
      '\ncost  ',
      '\nreport  ',
    ].map((text) => stdout.indexOf(text));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const html = readFileSync(join(folder, /^report +(.*)$/m.exec(stdout)![1]!), 'utf8');
    expect(html).toContain('<svg');
    expect(html).toContain('keras.layers.Dense(1, activation=&quot;linear&quot;');
    expect(html).not.toMatch(/<script|(?:src|href)="http/);
  });

  it('writes a repaired network that train brings to the score with the fix', async () => {
    const { stdout } = await netwright([...subject, '--json', '--fix', 'fixed']);
    const { after } = diagnosisSchema.parse(JSON.parse(stdout));
    expect(readdirSync(join(folder, 'fixed')).toSorted()).toEqual(['model.keras', 'model.onnx', 'recipe.json']);
    const trained = await netwright(['train', 'fixed/recipe.json', '--json', '--name', 'repaired']);
    expect(trained).toMatchObject({ code: 0 });
    const { stdout: scores } = await netwright(['evaluate', 'runs/repaired', '--data', autoMpg, '--json']);
    expect(JSON.parse(scores).parts.all.metrics.r2).toBeGreaterThan(Number(after!.score) - 0.1);
  });

  it('keeps to a number of trials, and names no fix that none of them showed', async () => {
    const { code, stdout } = await netwright([...subject, '--json', '--trials', '2', '--runs', 'few']);
    expect(code).toBe(1);
    const { minimalFix, after, cost } = diagnosisSchema.parse(JSON.parse(stdout));
    expect({ minimalFix, after, trials: cost.trials }).toEqual({ minimalFix: [], after: undefined, trials: 2 });
  });

  it('keeps to a time, also where a single training takes longer', async () => {
    const long = [...subject, '--epochs', '100000', '--json', '--budget', '3s', '--runs', 'short'];
    const { code, stdout } = await netwright(long);
    expect(code).toBe(1);
    const { cost } = diagnosisSchema.parse(JSON.parse(stdout));
    expect(cost.seconds).toBeLessThan(8);
  });
});

describe('a diagnosis that is broken off', () => {
  it('tells at Ctrl-C what is known by then, and goes on the next time', async () => {
    const args = [...subject, '--json', '--runs', 'interrupted', '--epochs', '60'];
    let interruptedAt = 0;
    const { code, stdout, stderr } = await netwright(args, {
      onStart: (kill) => {
        const watch = setInterval(() => {
          if (linesIn('interrupted').length < 3) return;
          clearInterval(watch);
          interruptedAt = performance.now();
          kill('SIGINT');
        }, 20);
      },
    });
    expect(performance.now() - interruptedAt).toBeLessThan(5000);
    expect(code).toBe(1);
    expect(stderr).toContain('press Ctrl-C again to end at once');
    expect(diagnosisSchema.parse(JSON.parse(stdout))).toMatchObject({ minimalFix: [], task: 'a number' });
    expect(linesIn('interrupted').every((line) => !line.includes('"interrupted"'))).toBe(true);
  });

  it('goes on where kill -9 ended it, without a trial made twice', async () => {
    const args = [...subject, '--seeds', '1', '--trials', '10', '--json', '--runs', 'killed'];
    const { code } = await netwright(args, {
      onStart: (kill) => {
        const watch = setInterval(() => {
          if (linesIn('killed').length < 3) return;
          clearInterval(watch);
          kill('SIGKILL');
        }, 20);
      },
    });
    expect(code).toBe(137);
    const before = keysOf(linesIn('killed'));
    const { code: resumed, stdout } = await netwright(args);
    expect(resumed).toBe(1);
    expect(JSON.parse(stdout).cost.trials).toBe(10);
    const after = keysOf(linesIn('killed'));
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after).size).toBe(after.length);
    expect(after).toHaveLength(10);
  });

  it('passes over the half of a line that a full disk or a kill has left', async () => {
    const args = [...subject, '--seeds', '1', '--trials', '3', '--json', '--runs', 'torn'];
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
