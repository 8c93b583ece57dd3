import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRuns, readRun } from '../../src/records/index.ts';
import { keepPicture, useChromium } from '../board/board-page.ts';
import { useCommandLine } from '../cli/command-line.ts';

const { folder, netwright } = useCommandLine();
const openPage = useChromium();

describe('netwright case-study', () => {
  it('knows its data sets by name', async () => {
    const { code, stderr } = await netwright(['case-study', '--data', 'citie']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/stars.*cities/s) });
  });
});

describe('netwright case-study --fast', () => {
  it('agrees with the article in all ten findings and writes data, recipes, runs and a report', async () => {
    const { code, stdout, stderr } = await netwright([
      'case-study',
      '--fast',
      '--no-diagnose',
      '--out',
      'stars',
      '--json',
    ]);
    const { steps } = JSON.parse(stdout) as { steps: { id: string; agrees: boolean; observations: unknown }[] };
    const contrary = steps.filter(({ agrees }) => !agrees);
    expect(contrary, JSON.stringify(contrary)).toEqual([]);
    expect({ code, steps: steps.length }).toEqual({ code: 0, steps: 10 });
    expect(stderr).toContain('c9-tenth-of-the-rate, seed 0: loss');
    const own = join(folder, 'stars/seed-0');
    expect(existsSync(join(own, 'data/samples/x_train.npy'))).toBe(true);
    expect(readdirSync(join(own, 'recipes'))).toHaveLength(11);
    const [place] = findRuns([join(own, 'c6-no-batch-norm')]);
    const { scalars, texts } = await readRun(place!);
    expect(scalars.has('loss/train')).toBe(true);
    expect(texts.get('case study')).toEqual([
      { step: 0, value: [expect.stringMatching(/^\*\*C6: batch norm removed\*\*.*The article: NaN within.*Agree/s)] },
    ]);
  }, 400_000);

  it('shows the story in Chromium without anything from outside, a chart for each step', async () => {
    const page = await openPage(`file://${join(folder, 'stars/report.html')}`);
    expect(await page.locator('h2').count()).toBe(11);
    expect(await page.locator('.charts svg').count()).toBe(10);
    expect(await page.locator('table').first().locator('tbody tr').count()).toBe(10);
    await keepPicture(page, 'case-study', { fullPage: true });
  }, 60_000);

  it('diagnose finds in C1 what its authors found: range, decay, and a bad initialisation behind batch norm', async () => {
    const c1 = join(folder, 'stars/seed-0/recipes/c1.json');
    const { stdout } = await netwright(['diagnose', c1, '--seeds', '1', '--json']);
    const { causes } = JSON.parse(stdout) as { causes: { rule: string; status: string }[] };
    const confirmed = causes.filter(({ status }) => status === 'confirmed').map(({ rule }) => rule);
    expect(confirmed).toEqual(
      expect.arrayContaining(['wide-range-inputs', 'early-decay', 'batch-norm-hides-fault', 'vanishing-gradient']),
    );
  }, 400_000);
});
