import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { lookAt, settle, useChromium } from './board-page.ts';
import { serveRecorded, trainRun, writeDiagnosis, writeSweep } from './recorded-runs.ts';

const patientMs = 120_000;
const openPage = useChromium();
let url = '';

beforeAll(async () => {
  url = await serveRecorded(async (folder) => {
    await trainRun(folder, 'first');
    await trainRun(folder, 'second', '--learning-rate', '0.02');
    writeSweep(join(folder, 'sweep'));
    writeDiagnosis(join(folder, 'diagnosed'));
  });
}, patientMs);

describe('the view of hyper-parameters', { timeout: patientMs }, () => {
  it('shows table and axes in both themes and in a narrow window', async () => {
    await lookAt(openPage, url, 'parameters', 'runs=sweep', '.run-table tbody tr');
  });

  it('sorts, filters and brushes, and keeps all that in the address', async () => {
    const page = await openPage(`${url}?tab=parameters&runs=sweep`);
    const names = () => page.locator('.run-table tbody th').allTextContents();
    await expect.poll(async () => (await names()).length).toBe(12);
    expect(await page.locator('.run-table thead th').allTextContents()).toEqual([
      'Run',
      'rate',
      'optimizer',
      'loss/val',
    ]);
    await page.click('.run-table thead button:has-text("loss/val")');
    expect((await names()).slice(0, 2)).toEqual(['sweep/run-0', 'sweep/run-1']);
    expect((await names()).at(-1)).toBe('sweep/run-3');
    await page.click('.run-table thead button:has-text("loss/val")');
    expect((await names())[0]).toBe('sweep/run-11');
    expect(await page.locator('th[aria-sort=descending]').textContent()).toContain('loss/val');
    await page.getByLabel('Filter runs').fill('adam');
    await expect.poll(names).toHaveLength(6);
    // Rates lie on a logarithmic axis: the upper half holds 0.1 and 0.01.
    const axis = (await page.locator('.parallel-axis:has-text("rate") .parallel-line').first().boundingBox())!;
    await page.mouse.move(axis.x, axis.y + axis.height / 2);
    await page.mouse.down();
    await page.mouse.move(axis.x, axis.y - 3, { steps: 5 });
    await page.mouse.up();
    await expect.poll(names).toEqual(['sweep/run-8', 'sweep/run-4', 'sweep/run-0']);
    await expect.poll(() => new URL(page.url()).searchParams.get('brush')).toMatch(/^0\.5,1:p:rate$/);
    await page.focus('.parallel-axis:has-text("rate")');
    await page.keyboard.press('Escape');
    await expect.poll(names).toHaveLength(6);
    await page.keyboard.press('ArrowDown');
    await page.waitForSelector('.parallel-brush');
    const again = await openPage(page.url());
    await again.waitForSelector('.parallel-brush');
    await again.close();
    await page.click('text=clear brushes');
    await page.click('text=Columns');
    await page.uncheck('dialog label:has-text("rate") input');
    await page.check('dialog label:has-text("seed") input');
    await page.keyboard.press('Escape');
    expect(await page.locator('.run-table thead th').allTextContents()).toEqual([
      'Run',
      'optimizer',
      'loss/val ↓',
      'seed',
    ]);
    await page.close();
  });
});

describe('the view of recipes', { timeout: patientMs }, () => {
  it('shows what differs first, in both themes and in a narrow window', async () => {
    await lookAt(openPage, url, 'recipes', '', '.recipe-table tbody tr');
  });

  it('tells the one field that differs, and what environments have', async () => {
    const page = await openPage(`${url}?tab=recipes`);
    await page.waitForSelector('.recipe-summary');
    expect(await page.locator('.recipe-summary').textContent()).toMatch(/^1 field of \d+ differs\.$/);
    const row = page.locator('.recipe-table').first().locator('tbody tr').nth(1);
    expect(await row.locator('th, td').allTextContents()).toEqual(['optimizer.learningRate', '0.003', '0.02']);
    await page.click('text=Swap');
    await expect.poll(() => row.locator('td').allTextContents()).toEqual(['0.02', '0.003']);
    await page.selectOption('label:has-text("of the") select', 'result');
    await expect.poll(() => page.locator('.recipe-summary').textContent()).toMatch(/fields of \d+ differ\./);
    await page.close();
  });
});

describe('the view of the network', { timeout: patientMs }, () => {
  it('lists layers with shapes and parameters, in both themes and in a narrow window', async () => {
    await lookAt(openPage, url, 'network', 'of=first', '.layer-row .rail');
  });

  it('opens a layer, and finds one by its operator', async () => {
    const page = await openPage(`${url}?tab=network&of=first`);
    await page.click('.layer-head:has-text("dense_2")');
    expect(await page.locator('.node-row').first().textContent()).toContain('Gemm');
    expect(await page.locator('.layer-head:has-text("dense_2")').textContent()).toContain('16\u202f512');
    await expect.poll(() => new URL(page.url()).searchParams.get('layer')).toBe('dense_2');
    await page.keyboard.press('/');
    await page.keyboard.type('relu');
    await expect.poll(() => page.locator('.layer-name').allTextContents()).toEqual(['dense_1', 'dense_2']);
    await page.close();
  });
});

describe('the view of a diagnosis', { timeout: patientMs }, () => {
  it('shows the report in both themes and in a narrow window', async () => {
    await lookAt(openPage, url, 'diagnosis', '', '.cause');
  });

  it('says verdict, causes with their effects, fix, and before and after', async () => {
    const page = await openPage(`${url}?tab=diagnosis`);
    await page.waitForSelector('.cause');
    await settle(page);
    expect(await page.locator('.verdict').textContent()).toBe('Faulty');
    expect(await page.locator('.big-score').allTextContents()).toEqual(['50 %', '90 %']);
    expect(await page.locator('.fixes pre').allTextContents()).toEqual([
      '{\n  "activation": "sigmoid"\n}',
      'Dense(1, activation="sigmoid")',
    ]);
    const [first, second] = await page.locator('.cause').allTextContents();
    expect(first).toContain('is 1 for <b>every</b> sample');
    expect(first).toContain('50 % → 90 % changed alone, 3 seeds');
    expect(second).toContain('refuted');
    const effect = page.locator('.cause svg[aria-label^=Effect]');
    expect(await effect.getAttribute('aria-label')).toBe('Effect +40 % (95 %: +30 % to +50 %)');
    await page.close();
  });
});
