import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { autoMpg, fashionMnist, fixture, useCommandLine } from './command-line.ts';

const { folder, netwright } = useCommandLine();
const inFolder = (...parts: string[]) => join(folder, ...parts);
const splits = fixture('npz/splits.npz');

writeFileSync(
  inFolder('dense.json'),
  JSON.stringify({
    network: [
      { layer: 'dense', units: 4 },
      { layer: 'dense', units: 2 },
    ],
    data: splits,
    epochs: 3,
  }),
);
const twoWidths = ['compare', 'dense.json', '--vary', 'width=3,5', '--seeds', '3', '--jobs', '2'];

interface Printed {
  readonly vary: string;
  readonly seeds: readonly number[];
  readonly missing: number;
  readonly score: { readonly name: string };
  readonly variants: readonly {
    readonly name: string;
    readonly parameters: number;
    readonly verdict: { readonly kind: string };
    readonly trials: readonly { readonly seed: number; readonly seconds: number }[];
  }[];
}

/** Of a result, what does not depend on the clock. */
const withoutTimes = (text: string) => {
  const { variants, ...rest } = JSON.parse(text);
  return { ...rest, variants: variants.map((variant: object) => ({ ...variant, seconds: 0, trials: 0 })) };
};

describe('netwright compare', () => {
  it('prints a table, verdicts and curves, and goes on from what was kept to the same numbers', {
    timeout: 60_000,
  }, async () => {
    const first = await netwright([...twoWidths, '--runs', 'first']);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(/^variant +parameters +training loss +validation loss +accuracy +median/m);
    expect(first.stdout).toMatch(/^3 +17 .* ± .* % +/m);
    expect(first.stdout).toMatch(/Best by mean validation accuracy: [35], /);
    expect(first.stdout).toMatch(/^5 {2}[▁▂▃▄▅▆▇█]+ {2}[\d.]+ → [\d.]+$/m);
    expect(first.stdout).not.toContain('\u001b');
    const results = readdirSync(inFolder('first/comparisons'));
    expect(results).toHaveLength(6);

    // A damaged result is trained again, and no other.
    writeFileSync(inFolder('first/comparisons', results[0]!), '{"reason":');
    const kept = await netwright([...twoWidths, '--runs', 'first', '--json']);
    expect(kept.stderr.match(/kept from before/g)).toHaveLength(5);
    const fresh = await netwright([...twoWidths, '--runs', 'second', '--jobs', '1', '--json']);
    expect(withoutTimes(kept.stdout)).toEqual(withoutTimes(fresh.stdout));
    const { vary, seeds, missing, score, variants } = JSON.parse(fresh.stdout) as Printed;
    expect({ vary, seeds, missing, score: score.name }).toEqual({
      vary: 'width',
      seeds: [0, 1, 2],
      missing: 0,
      score: 'accuracy',
    });
    expect(variants.map(({ name, parameters, trials }) => [name, parameters, trials.length])).toEqual([
      ['3', 17, 3],
      ['5', 27, 3],
    ]);
  });

  it('ends by Ctrl-C after the steps that run, with the table so far, and trains the rest the next time', {
    timeout: 60_000,
  }, async () => {
    const args = ['compare', '--data', splits, '--vary', 'learning-rate=0.1,0.01', '--steps', '4000', '--seeds', '4'];
    let sent = false;
    const broken = await netwright(args, {
      onOutput: (printed, kill) => {
        if (sent || !/, seed 0: /.test(printed)) return;
        sent = true;
        kill('SIGINT');
      },
    });
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/^variant /m);
    expect(broken.stderr).toMatch(/^netwright: interrupted; the same command trains the [67] that are missing\n$/);
    const whole = await netwright([...args, '--steps', '5', '--json']);
    expect([whole.code, JSON.parse(whole.stdout).missing]).toEqual([0, 0]);
  });

  it('counts a loss that is not finite, and compares the others', { timeout: 60_000 }, async () => {
    const { stdout, code } = await netwright([
      ...['compare', '--data', autoMpg, '--target', 'MPG'],
      ...['--vary', 'learning-rate=1e30,0.001', '--steps', '4', '--seeds', '2'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('1e30: numbers that are not finite in 2 of 2 seeds.');
    expect(stdout).toMatch(/Best by mean validation \S+: 0\.001, /);
  });

  it('writes the table, the chart, or both into a file', { timeout: 60_000 }, async () => {
    for (const [name, expected] of [
      ['t.md', /^\| variant \| parameters \|[^\n]*\n\| --- \| --: /],
      ['t.svg', /^<svg [\s\S]*training loss: median of 3 seeds[\s\S]*<\/svg>\n$/],
      ['t.html', /^<!doctype html>[\s\S]*<td [\s\S]*<svg /],
    ] as const) {
      expect((await netwright([...twoWidths, '--runs', 'first', '--output', name])).code).toBe(0);
      expect(readFileSync(inFolder(name), 'utf8')).toMatch(expected);
    }
  });

  it('trains a network from a file in other ways, and refuses to change its layers', { timeout: 60_000 }, async () => {
    await netwright(['train', '--data', splits, '--epochs', '1', '--name', 'file']);
    const data = ['--data', splits, '--seeds', '2', '--steps', '3'];
    const rates = await netwright(['compare', 'runs/file', '--vary', 'optimizer=adam,sgd', ...data, '--json']);
    expect((JSON.parse(rates.stdout) as Printed).variants.map(({ name }) => name)).toEqual(['adam', 'sgd']);
    const { code, stderr } = await netwright(['compare', 'runs/file', '--vary', 'init', ...data]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^netwright: --vary init changes the layers .*model\.onnx is a network from a file\. For that there are optimizer, learning-rate, batch-size/,
    );
  });

  it.each([
    ['an unknown variation', ['--vary', 'poling'], /unknown variation \(did you mean 'pooling'\?\)/],
    ['a variation without a subject', ['--vary', 'pooling'], /--vary pooling: the network has no pooling layer/],
    ['an unknown variant', ['--vary', 'init=xavier,he'], /unknown variant 'he'.*expected variance-scaling, gaussian/],
    [
      'an unknown option of an optimizer',
      ['--vary', 'optimizer.beta=0.1,0.2'],
      /unknown field 'beta' \(did you mean 'beta1'\?\)/,
    ],
    [
      'a file of another format',
      ['--vary', 'init', '--output', 'x.png'],
      /--output x\.png: expected a name that ends in \.md, \.svg, \.html/,
    ],
  ])('says what is wrong with %s', async (_title, args, message) => {
    const { code, stdout, stderr } = await netwright(['compare', 'dense.json', ...args, '--json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('netwright invariance', () => {
  it('measures each transformation of images, and writes a table and a chart', { timeout: 60_000 }, async () => {
    writeFileSync(
      inFolder('images.json'),
      JSON.stringify({ network: [{ layer: 'flatten' }, { layer: 'dense', units: 10 }], steps: 20 }),
    );
    await netwright(['train', 'images.json', '--data', fashionMnist, '--name', 'flat']);
    const args = ['invariance', 'runs/flat', '--data', fashionMnist, '--limit', '50', '--shift', '1,4', '--scale', '1'];
    const { code, stdout, stderr } = await netwright([...args, '--output', 'moves.svg', '--json']);
    expect(code).toBe(0);
    const { samples, results } = JSON.parse(stdout);
    expect(samples).toBe(50);
    expect(
      results.map(({ transformation, strength }: Record<string, unknown>) => `${transformation} ${strength}`),
    ).toEqual([...['shift 1', 'shift 4', 'rotate 5', 'rotate 15', 'rotate 30', 'scale 1']]);
    expect(results[1].change).toBeGreaterThan(results[0].change);
    expect(results.at(-1)).toMatchObject({ change: 0, decisions: 0 });
    expect(stderr).toMatch(/^shift \(pixels, in four directions\) +4 +\d/m);
    expect(readFileSync(inFolder('moves.svg'), 'utf8')).toContain('shift: change of the output');
  });

  it('says what it expects of data that are no images, and of strengths that are no numbers', async () => {
    await netwright(['train', '--data', splits, '--epochs', '1', '--name', 'table']);
    const table = await netwright(['invariance', 'runs/table', '--data', splits]);
    expect(table).toMatchObject({ code: 1, stderr: expect.stringContaining('expected images: [height, width]') });
    const words = await netwright(['invariance', 'runs/table', '--data', splits, '--shift', '1,far']);
    expect(words).toMatchObject({ code: 2, stderr: expect.stringContaining("found 'far', expected numbers above 0") });
  });
});
