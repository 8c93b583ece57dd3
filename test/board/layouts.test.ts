import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EventFileWriter, type LayoutCategory } from '../../src/records/index.ts';
import type { LayoutAnswer } from '../../src/server/api.ts';
import { accessibilityFaults, keepPicture, settle, useChromium, waitForPoints } from './board-page.ts';
import { serveRecorded } from './recorded-runs.ts';
import { makeFolder, serveBoard } from './served-board.ts';

const patientMs = 120_000;
const openPage = useChromium();
const fixtures = join(import.meta.dirname, '../fixtures/event-files');

const layout: readonly LayoutCategory[] = [
  {
    title: 'Losses',
    charts: [
      { title: 'both', tags: ['loss/.*'] },
      { title: 'reward', margins: [{ value: 'reward/mean', lower: 'reward/low', upper: 'reward/high' }] },
    ],
  },
  { title: 'Later', charts: [{ title: 'rate', tags: ['learning_rate$'] }], closed: true },
];

function writeRun(folder: string, shift: number): void {
  const writer = new EventFileWriter(folder);
  writer.layout(layout);
  for (let step = 0; step < 100; step++) {
    writer.scalar('loss/train', shift + Math.exp(-step / 20), step);
    writer.scalar('loss/validation', shift + 0.2 + Math.exp(-step / 30), step);
    const reward = shift + 1 - Math.exp(-step / 40);
    writer.scalar('reward/mean', reward, step);
    writer.scalar('reward/low', reward - 0.1, step);
    writer.scalar('reward/high', reward + 0.3, step);
    writer.scalar('learning_rate', 0.01, step);
  }
  writer.close();
}

/** Puts the file of another writer into a run. */
function copyRun(folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(fixtures, name), join(folder, `events.out.tfevents.1.${name}`));
}

describe('the layouts of writers', () => {
  it('are answered together, with the tags that their patterns match and what is wrong with them', async () => {
    const folder = makeFolder();
    writeRun(join(folder, 'a'), 0);
    const second = new EventFileWriter(join(folder, 'b'));
    second.layout([
      {
        title: 'Losses',
        charts: [
          { title: 'both', tags: ['loss/.*'] },
          { title: 'bad', tags: ['(', 'learn'] },
        ],
      },
    ]);
    second.close();
    const board = await serveBoard(folder);
    const { runs } = await board.runs((answer) => answer.runs.length === 2);
    expect(runs.map(({ hasLayout }) => hasLayout)).toEqual([true, true]);
    const { categories } = await board.json<LayoutAnswer>('/api/layout');
    expect(categories.map(({ title, closed, charts }) => [title, closed, charts.length])).toEqual([
      ['Losses', false, 3],
      ['Later', true, 1],
    ]);
    expect(categories[0]!.charts).toEqual([
      { title: 'both', tags: ['loss/train', 'loss/validation'], margins: [], problem: '' },
      { title: 'reward', tags: [], margins: layout[0]!.charts[1]!.margins, problem: '' },
      { title: 'bad', tags: ['learning_rate'], margins: [], problem: expect.stringMatching(/^the pattern '\('/) },
    ]);
  });

  it('are answered for a file of PyTorch', async () => {
    const folder = makeFolder();
    copyRun(join(folder, 'torch'), 'torch.tfevents');
    const board = await serveBoard(folder);
    await board.runs(({ runs }) => runs[0]?.hasLayout === true);
    const margins = [{ value: 'a', lower: 'b', upper: 'c' }];
    expect(await board.json<LayoutAnswer>('/api/layout')).toEqual({
      categories: [
        {
          title: 'all',
          closed: false,
          charts: [
            { title: 'losses', tags: ['loss/train'], margins: [], problem: '' },
            { title: 'band', tags: [], margins, problem: '' },
          ],
        },
      ],
    });
  });
});

describe('the curves in the layout of the writer', { timeout: patientMs }, () => {
  it('stand in its categories: several tags in a chart, and values with margins', async () => {
    const url = await serveRecorded((folder) => {
      writeRun(join(folder, 'a'), 0);
      writeRun(join(folder, 'b'), 0.5);
    });
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openPage(url, { colorScheme });
      await waitForPoints(page, 'loss/train', 200);
      await page.getByLabel('charts').selectOption('layout');
      await waitForPoints(page, 'Losses: both', 400);
      await waitForPoints(page, 'Losses: reward', 200);
      expect(new URL(page.url()).searchParams.get('charts')).toBe('layout');
      expect(await page.locator('.group-head').allTextContents()).toEqual(['Losses2', 'Later1']);
      expect(await page.locator('article').count()).toBe(2);
      expect(await accessibilityFaults(page)).toEqual([]);
      await keepPicture(page, `layout-${colorScheme}`);
      await page.locator('.group-head button').nth(1).click();
      await waitForPoints(page, 'Later: rate', 200);
      await page.click('button[aria-label="Expand Losses: reward"]');
      await waitForPoints(page, 'Losses: reward', 200);
      expect(await page.locator('.value-table thead th').allTextContents()).toEqual([
        'Run',
        'Value',
        'Value or range',
        'Step',
      ]);
      expect(await page.locator('.value-table tbody td').nth(1).textContent()).toBe('1.316 … 1.716');
      await page.click('button[aria-label="Expand Losses: both"]');
      await page.click('.run-swatch-target >> nth=1');
      await waitForPoints(page, 'Losses: both', 200);
      expect((await page.locator('.value-table tbody th').allTextContents()).sort()).toEqual([
        'loss/train',
        'loss/validation',
      ]);
      await keepPicture(page, `layout-wide-${colorScheme}`);
      await page.close();
    }
  });

  it('are those of PyTorch, which says so where no run has the tags of a chart', async () => {
    const url = await serveRecorded((folder) => copyRun(join(folder, 'torch'), 'torch.tfevents'));
    const page = await openPage(`${url}?charts=layout`);
    await waitForPoints(page, 'all: losses', 6);
    expect(await page.locator('article[aria-label="all: band"] .card-remark').textContent()).toBe(
      'No run shown has its tags',
    );
    await settle(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepPicture(page, 'layout-torch');
    await page.close();
  });

  it('cannot be asked for where no run has a layout', async () => {
    const url = await serveRecorded((folder) => {
      const writer = new EventFileWriter(join(folder, 'plain'));
      writer.scalar('loss', 1, 0);
      writer.close();
    });
    const page = await openPage(`${url}?charts=layout`);
    await waitForPoints(page, 'loss', 1);
    expect(await page.getByLabel('charts').count()).toBe(0);
    await page.close();
  });
});
