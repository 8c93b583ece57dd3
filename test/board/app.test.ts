import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { EventFileWriter } from '../../src/records/index.ts';
import {
  accessibilityFaults,
  appFolder,
  inkOf,
  keepPicture,
  settle,
  useChromium,
  waitForPoints,
} from './board-page.ts';
import { makeFolder, serveBoard } from './served-board.ts';

const patientMs = 120_000;
const openPage = useChromium();

/** Writes a run whose loss falls; `at` may say otherwise for a step. */
function writeRun(
  folder: string,
  points: number,
  at: (step: number) => number | undefined = () => undefined,
): EventFileWriter {
  const writer = new EventFileWriter(folder, { flushMilliseconds: 50 });
  for (let step = 0; step < points; step++) {
    writer.scalar('loss/train', at(step) ?? 0.1 + Math.exp(-step / (points / 4)), step, 1.7e9 + step);
  }
  writer.flush();
  return writer;
}

async function serveRuns(fill: (folder: string) => void, query = ''): Promise<{ url: string; folder: string }> {
  const folder = makeFolder();
  fill(folder);
  const { url } = await serveBoard(folder, 'localhost', appFolder);
  return { url: `${url}${query}`, folder };
}

const runNames = (page: Page): Promise<string[]> => page.locator('.run-name').allTextContents();

describe('the board in Chromium', { timeout: patientMs }, () => {
  it('shows runs in a tree and their tags in groups, in light and dark, without faults of accessibility', async () => {
    const { url } = await serveRuns((folder) => {
      for (const [i, name] of ['baseline/seed-0', 'baseline/seed-1', 'wide'].entries()) {
        const writer = writeRun(join(folder, name), 400, (step) => 0.1 * (i + 1) + Math.exp(-step / (60 + 30 * i)));
        for (let step = 0; step < 400; step++) {
          writer.scalar('accuracy', 1 - Math.exp(-step / (80 + 40 * i)), step);
          writer.scalar('loss/validation', 0.2 * (i + 1) + Math.exp(-step / (70 + 30 * i)), step);
          writer.scalar('learning_rate', 0.001 * (1 - step / 400), step);
        }
        writer.close();
      }
    });
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openPage(`${url}?run=wide`, { colorScheme });
      await waitForPoints(page, 'loss/train', 1200);
      expect(await runNames(page)).toEqual(['baseline', 'seed-0', 'seed-1', 'wide']);
      expect(await page.locator('.group-head').allTextContents()).toEqual(['General2', 'loss2']);
      expect(await page.evaluate('document.documentElement.dataset.theme')).toBe(colorScheme);
      expect(await accessibilityFaults(page)).toEqual([]);
      await keepPicture(page, `overview-${colorScheme}`);
      await page.keyboard.press('?');
      expect(await accessibilityFaults(page)).toEqual([]);
      await keepPicture(page, `keys-${colorScheme}`);
      await page.keyboard.press('Escape');
      await page.goto(`${url}?card=loss%2Ftrain&smooth=0.9&seeds=1`);
      await waitForPoints(page, 'loss/train', 1200);
      await page.hover('article.is-wide .u-over');
      await settle(page);
      expect(await page.locator('.value-table tbody th').allTextContents()).toEqual(
        expect.arrayContaining(['baseline (mean of 2)', 'wide']),
      );
      expect(await accessibilityFaults(page)).toEqual([]);
      await keepPicture(page, `wide-card-${colorScheme}`);
      await page.close();
    }
  });

  it('draws a curve as it grows, on a logarithmic axis that begins at no power of ten', async () => {
    let writer: EventFileWriter | undefined;
    const { url } = await serveRuns((folder) => {
      writer = writeRun(join(folder, 'run'), 100, (step) => 0.0137 + step / 170);
    });
    const page = await openPage(`${url}?logy=1`);
    await waitForPoints(page, 'loss/train', 100);
    for (let step = 100; step < 150; step++) writer?.scalar('loss/train', 3, step);
    writer?.scalar('loss/new', 1, 0);
    await waitForPoints(page, 'loss/train', 150);
    await waitForPoints(page, 'loss/new', 1);

    const hide = (hidden: boolean) =>
      page.evaluate(
        `Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${hidden} });
        document.dispatchEvent(new Event('visibilitychange'));`,
      );
    await hide(true);
    await page.waitForSelector('.connection[data-state="paused"]');
    writer?.scalar('loss/train', 3, 150);
    writer?.close();
    await hide(false);
    await waitForPoints(page, 'loss/train', 151);
    await page.waitForSelector('.connection[data-state="live"]');
    await page.close();
  });

  it('fetches of many curves the one that has grown, and none where a run is hidden', async () => {
    let writer: EventFileWriter | undefined;
    const { url } = await serveRuns((folder) => {
      for (let run = 0; run < 19; run++) writeRun(join(folder, `run-${run}`), 200).close();
      writer = writeRun(join(folder, 'run-19'), 200);
    });
    const page = await openPage(url);
    await waitForPoints(page, 'loss/train', 4000);
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (request.url().endsWith('api/scalars'))
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    writer?.scalar('loss/train', 1, 200);
    writer?.flush();
    await waitForPoints(page, 'loss/train', 4001);
    for (const key of ['t', 'ArrowDown', ' ']) await page.keyboard.press(key);
    await waitForPoints(page, 'loss/train', 3801);
    writer?.close();
    const bytesOfCurve = 200 * 12;
    const [grown = 0, hidden = 0] = await Promise.all(sizes);
    expect(sizes).toHaveLength(2);
    expect(grown).toBeGreaterThan(bytesOfCurve);
    expect(grown).toBeLessThan(1.5 * bytesOfCurve);
    expect(hidden).toBeLessThan(200);
    await page.close();
  });

  it('shows a spike of one point in a million at every zoom, and zooms by dragging', async () => {
    const points = 1_000_000;
    const spike = 654_321;
    const { url } = await serveRuns((folder) => {
      writeRun(join(folder, 'run'), points, (step) => (step === spike ? 100 : 1 + Math.sin(step) / 4)).close();
    });
    const page = await openPage(url);
    await waitForPoints(page, 'loss/train', points);
    const whole = await inkOf(page, 'loss/train');
    expect(whole.highest).toBeLessThan(0.15);
    await keepPicture(page, 'spike-whole');

    for (const width of [300_000, 30_000, 3000, 300, 30]) {
      const [from, to] = [spike - Math.floor(width * 0.37), spike + Math.ceil(width * 0.63)];
      await page.goto(`${url}?zoom=${encodeURIComponent(`${from},${to}:step:loss/train`)}`);
      await waitForPoints(page, 'loss/train', points);
      expect((await inkOf(page, 'loss/train')).highest, `of ${width} steps`).toBeLessThan(0.15);
    }
    await keepPicture(page, 'spike-30-steps');

    await page.goto(url);
    await waitForPoints(page, 'loss/train', points);
    const box = (await page.locator('article[aria-label="loss/train"] .u-over').boundingBox())!;
    const middle = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.6, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, middle + 3, { steps: 4 });
    const finer = page.waitForResponse((response) => response.url().endsWith('/api/scalars'));
    await page.mouse.up();
    await finer;
    await settle(page);
    expect(new URL(page.url()).searchParams.get('zoom')).toMatch(/^[\d.,]+:step:loss\/train$/);
    const zoomed = await inkOf(page, 'loss/train');
    expect(zoomed.highest).toBeLessThan(0.15);
    expect(zoomed.pixels).not.toBe(whole.pixels);

    await page.goBack();
    await page.waitForSelector('button[aria-label="Show all of loss/train"]', { state: 'detached' });
    await page.close();
  });

  it('marks NaN, infinities and, on a logarithmic axis, what is 0 or below', async () => {
    const strange = new Map([
      [100, Number.NaN],
      [101, Number.NaN],
      [150, Number.POSITIVE_INFINITY],
      [200, -2],
    ]);
    const { url } = await serveRuns((folder) => {
      writeRun(join(folder, 'run'), 300, (step) => strange.get(step) ?? 1).close();
    });
    const page = await openPage(`${url}?card=loss%2Ftrain`);
    await waitForPoints(page, 'loss/train', 300);
    await page.locator('.card-title').first().click();
    await page.keyboard.press('l');
    await page.waitForSelector('.card-remark');
    expect(await page.locator('.card-remark').textContent()).toBe('1 value at or below 0, marked at the foot');
    expect(new URL(page.url()).searchParams.get('logy')).toBe('1');
    await settle(page);
    const { highest, lowest } = await inkOf(page, 'loss/train');
    expect(highest).toBeLessThan(0.1);
    expect(lowest).toBeGreaterThan(0.85);
    const box = (await page.locator('article .u-over').boundingBox())!;
    await page.mouse.move(box.x + (box.width * 100.5) / 299, box.y + 20);
    await settle(page);
    expect(await page.locator('.value-table tbody td').first().textContent()).toContain('NaN');
    await keepPicture(page, 'log-axis-with-nan');
    await page.goBack();
    await page.waitForSelector('.card-remark', { state: 'detached' });
    await page.close();
  });

  it('renames, annotates, deletes and brings back a run, by keys and by mouse', async () => {
    const { url, folder } = await serveRuns((root) => {
      for (const name of ['a', 'b', 'c']) writeRun(join(root, name), 20).close();
    });
    const page = await openPage(url);
    await waitForPoints(page, 'loss/train', 60);
    await page.keyboard.press('t');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    await waitForPoints(page, 'loss/train', 40);
    expect(new URL(page.url()).search).toBe('?hide=b');
    await page.keyboard.press(' ');
    await page.keyboard.press('Enter');
    await page.fill('.name-field', 'best of all');
    await page.press('.name-field', 'Enter');
    await page.fill('.notes-field', 'keep <b>this</b>');
    await page.locator('.notes-field').blur();
    await expect.poll(() => runNames(page)).toEqual(['a', 'best of all', 'c']);
    await expect.poll(() => readFileSync(join(folder, '.netwright-board.json'), 'utf8')).toContain('keep <b>this</b>');
    await page.click('.is-dangerous');
    await expect.poll(() => runNames(page)).toEqual(['a', 'c']);
    expect(readdirSync(folder)).not.toContain('b');
    await keepPicture(page, 'deleted-with-undo');
    await page.click('.message-action');
    await expect.poll(() => runNames(page)).toEqual(['a', 'best of all', 'c']);
    expect(readdirSync(folder)).toContain('b');
    await page.close();
  });

  it('says what could not be read', async () => {
    const { url } = await serveRuns((folder) => {
      writeRun(join(folder, 'good'), 20).close();
      const { path } = writeRun(join(folder, 'bad'), 20);
      const bytes = readFileSync(path);
      bytes[bytes.length - 30]! ^= 0xff;
      writeFileSync(path, bytes);
    });
    const page = await openPage(url);
    await page.click('.problem-button');
    await page.waitForSelector('.problem-list li');
    expect(await page.locator('.problem-list').textContent()).toContain('bad/events.out.tfevents');
    await keepPicture(page, 'problems');
    await page.close();
  });

  it('works at a width of 400 pixels', async () => {
    const { url } = await serveRuns((folder) => {
      for (const name of ['first', 'second']) writeRun(join(folder, name), 100).close();
    });
    const page = await openPage(url, { width: 400, height: 800 });
    await waitForPoints(page, 'loss/train', 200);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
    const chart = (await page.locator('.chart').boundingBox())!;
    expect(chart.x).toBeGreaterThanOrEqual(0);
    expect(chart.x + chart.width).toBeLessThanOrEqual(400);
    await page.click('.runs-button');
    await page.waitForTimeout(300);
    await keepPicture(page, 'narrow-runs');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.locator('.run-swatch-target').first().click();
    await page.mouse.click(390, 700);
    await waitForPoints(page, 'loss/train', 100);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepPicture(page, 'narrow');
    await page.close();
  });

  it('finds runs and tags, and keeps what is shown in the address', async () => {
    const { url } = await serveRuns((folder) => {
      for (const name of ['adam-1', 'adam-2', 'sgd']) {
        const writer = writeRun(join(folder, name), 20);
        for (let i = 0; i < 60; i++) writer.scalar(`weights/layer-${i}`, i, 0);
        writer.close();
      }
    });
    const page = await openPage(url);
    await waitForPoints(page, 'loss/train', 60);
    // Of 61 cards only those in view are there.
    expect(await page.locator('article').count()).toBeLessThan(20);
    await page.keyboard.press('/');
    await page.keyboard.type('layer-59');
    await page.fill('#run-search', 'adam');
    await waitForPoints(page, 'weights/layer-59', 2);
    expect(await page.locator('article').count()).toBe(1);
    await expect.poll(() => new URL(page.url()).search).toBe('?tags=layer-59&runs=adam');
    const again = await openPage(page.url());
    await waitForPoints(again, 'weights/layer-59', 2);
    await again.close();
    await page.close();
  });

  it('downloads a chart as SVG and PNG and every point as CSV', async () => {
    const { url } = await serveRuns((folder) => {
      writeRun(join(folder, 'a & <b>'), 50, (step) => (step === 7 ? Number.NaN : undefined)).close();
      writeRun(join(folder, 'c'), 50).close();
    });
    const page = await openPage(url);
    await waitForPoints(page, 'loss/train', 100);
    const download = async (label: string): Promise<Buffer> => {
      await page.click('button[aria-label="Download loss/train"]');
      const [file] = await Promise.all([page.waitForEvent('download'), page.click(`.menu-items >> text=${label}`)]);
      return readFileSync(await file.path());
    };
    const svg = (await download('SVG')).toString();
    expect(svg).toMatch(/^<svg xmlns/);
    expect(svg).toContain('a &amp; &lt;b&gt;');
    // Made of the SVG, which must be without fault for that.
    expect((await download('PNG')).subarray(1, 4).toString()).toBe('PNG');
    const csv = (await download('CSV')).toString().trimEnd().split('\n');
    expect(csv).toHaveLength(101);
    expect(csv[0]).toBe('run,step,wall_time,value');
    expect(csv[8]).toMatch(/^a & <b>,7,\S+,NaN$/);
    await page.close();
  });
});

describe('the built app', () => {
  const files = readdirSync(appFolder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.\w+$/.test(path));

  it('is smaller than 120 kB after compression', () => {
    const sizes = files.map((path) => gzipSync(readFileSync(join(appFolder, path))).length);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThan(120_000);
  });

  it('has no inline script or style and asks nothing of other servers', () => {
    const page = readFileSync(join(appFolder, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|style=/);
    for (const path of files.filter((name) => /\.(js|css)$/.test(name))) {
      const text = readFileSync(join(appFolder, path), 'utf8');
      expect([...text.matchAll(/https?:\/\/(?!www\.w3\.org\/)[^\s"'`)]+/g)].map(([address]) => address)).toEqual([]);
    }
  });
});
