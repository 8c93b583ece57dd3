import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EventFileWriter } from '../../src/records/index.ts';
import { appFolder, settle, useChromium, waitForPoints } from './board-page.ts';
import { makeFolder, serveBoard } from './served-board.ts';

const patientMs = 60_000;
const openPage = useChromium();

const attack = '<img src=x onerror="globalThis.attacked = 1">';
const longTag = `long ${'x'.repeat(10_000)}`;

describe('the page of what somebody else wrote', { timeout: patientMs }, () => {
  it('shows names of runs and tags as they are, never as HTML', async () => {
    const folder = makeFolder();
    const tags = [attack, '<script>globalThis.attacked = 1;</script>', `"quoted" 'tag'\n${attack}`, longTag];
    const writer = new EventFileWriter(join(folder, `run ${attack}`));
    for (const tag of tags) for (let step = 0; step < 3; step++) writer.scalar(tag, step, step, 1.8e9 + step);
    writer.close();
    const board = await serveBoard(folder, 'localhost', appFolder);
    await board.runs(({ runs }) => runs.length === 1);
    const place = `/api/run?${new URLSearchParams({ run: `run ${attack}` })}`;
    await board.send('PATCH', place, { name: attack, notes: attack });
    const page = await openPage(`${board.url}?run=${encodeURIComponent(`run ${attack}`)}`);
    await page.waitForSelector('.chart[data-state="ready"] canvas');
    await waitForPoints(page, attack.replaceAll('"', '\\"'), 3);
    await page.hover('.chart .u-over');
    await settle(page);
    expect(await page.locator('.run-name').allTextContents()).toEqual([attack]);
    const titles = await page
      .locator('.card-title')
      .evaluateAll((found) => found.map((each) => each.getAttribute('title')));
    expect(titles.sort()).toEqual([...tags].sort());
    expect(await page.evaluate('[globalThis.attacked, document.querySelectorAll("img[src=x]").length]')).toEqual([
      undefined,
      0,
    ]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.close();
  });

  it('stays small with 100 000 tags', async () => {
    const folder = makeFolder();
    const writer = new EventFileWriter(join(folder, 'run'));
    for (let i = 0; i < 100_000; i++) writer.scalar(`group_${i % 100}/tag_${i}`, i, 1, 1.8e9);
    writer.close();
    const board = await serveBoard(folder, 'localhost', appFolder);
    await board.runs(({ tags }) => tags.length === 100_000);
    const page = await openPage(board.url);
    await page.waitForSelector('.chart[data-state="ready"] canvas');
    expect(await page.locator('article').count()).toBeLessThan(60);
    await page.getByLabel('Search tags').fill('tag_99999');
    await waitForPoints(page, 'group_99/tag_99999', 1);
    expect(await page.locator('article').count()).toBe(1);
    await page.close();
  });
});
