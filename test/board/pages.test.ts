import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { EventFileWriter } from '../../src/records/index.ts';
import { keepPicture, lookAt, settle, useChromium } from './board-page.ts';
import { serveRecorded, trainRun, writeRecords } from './recorded-runs.ts';

const patientMs = 120_000;
const openPage = useChromium();
let url = '';
let writer: EventFileWriter | undefined;

beforeAll(async () => {
  url = await serveRecorded(async (folder) => {
    await trainRun(folder, 'trained');
    writer = writeRecords(join(folder, 'written'));
  });
}, patientMs);

/** Colours of a canvas, with how many pixels have them. */
const coloursOf = (page: Page, selector: string): Promise<Record<string, number>> =>
  page
    .locator(selector)
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      // A copy, because a canvas that is read twice warns.
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      const counts: Record<string, number> = {};
      for (let i = 0; i < data.length; i += 4) {
        const key = `${data[i]},${data[i + 1]},${data[i + 2]}`;
        counts[key] = (counts[key] ?? 0) + 1;
      }
      return counts;
    });

const magenta = '214,51,108';

describe('the view of layers', { timeout: patientMs }, () => {
  it('shows what a training wrote, in both themes and in a narrow window', async () => {
    await lookAt(openPage, url, 'layers', 'of=trained', 'article[aria-label="Gradient norm"][data-state=ready]');
  });

  it('draws layers by steps with NaN in magenta and reads values by pointer and keys', async () => {
    const page = await openPage(`${url}?tab=layers&of=written&measure=grad_norm`);
    const card = 'article[aria-label="Gradient norm"]';
    await page.waitForSelector(`${card}[data-state=ready]`);
    await settle(page);
    expect((await coloursOf(page, `${card} canvas`))[magenta]).toBeGreaterThan(500);
    expect(await page.locator('.odd-key').textContent()).toBe('1 not finite');
    expect(await page.locator(`${card} .color-bar`).getAttribute('aria-label')).toContain('logarithmic');
    await page.focus(`${card} .drawing`);
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowDown', 'ArrowDown']) {
      await page.keyboard.press(key);
    }
    expect(await page.locator('.layer-reading').textContent()).toBe('block_3/conv · step 20 · NaN');
    const box = (await page.locator(`${card} canvas`).boundingBox())!;
    await page.mouse.click(box.x + 160, box.y + 5);
    expect(await page.locator('.layer-reading').textContent()).toContain('block_0/conv · step 0 · 1e−6');
    await expect.poll(() => new URL(page.url()).searchParams.get('step')).toBe('0');
    await page.close();
  });
});

describe('the view of distributions', { timeout: patientMs }, () => {
  it('shows what a training wrote, in both themes and in a narrow window', async () => {
    await lookAt(openPage, url, 'distributions', 'of=trained', '.distribution[data-state=ready]');
  });

  it('draws heat maps, bands and ridges at the step of the slider, and follows a run that grows', async () => {
    const page = await openPage(`${url}?tab=distributions&only=written`);
    await page.waitForSelector('.distribution[data-steps="6"]');
    await settle(page);
    const seen = new Set<string>();
    for (const form of ['heat', 'bands', 'ridges']) {
      await page.selectOption('label:has-text("as") select', form);
      await page.waitForSelector('.distribution[data-state=ready][data-steps="6"]');
      await settle(page);
      const colours = await coloursOf(page, '.distribution canvas');
      expect(Object.keys(colours).length).toBeGreaterThan(8);
      seen.add(JSON.stringify(colours));
      await keepPicture(page, `distributions-${form}`);
    }
    expect(seen.size).toBe(3);
    await page.focus('.step-slider input');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('.step-slider output').textContent()).toBe('step 40');
    await expect.poll(() => new URL(page.url()).searchParams.get('step')).toBe('40');
    writer!.histogram('weights/kernel', Float64Array.of(0, 1, 5), 60);
    writer!.flush();
    await page.waitForSelector('.distribution[data-steps="7"]');
    expect(await page.locator('.step-slider output').textContent()).toBe('step 40');
    await page.close();
  });
});

describe('the view of images', { timeout: patientMs }, () => {
  it('shows range, clipping and warnings, in both themes and in a narrow window', async () => {
    await lookAt(openPage, url, 'images', 'only=written', '.picture[data-state=ready]');
  });

  it('says what values a picture stands for, and colours one channel', async () => {
    const page = await openPage(`${url}?tab=images&only=written&step=0&tags=own`);
    await page.waitForSelector('.picture[data-state=ready]');
    await settle(page);
    const facts = await page.locator('.picture-facts').textContent();
    expect(facts).toMatch(/values −1\.5 … 1\.5\d* % clipped16 × 16/);
    expect(await page.locator('.picture-warnings').textContent()).toMatch(/1 value is NaN.*lie outside/);
    expect(await page.locator('.color-bar').getAttribute('aria-label')).toContain('gray from −1 to 1');
    const grey = await coloursOf(page, '.picture canvas');
    expect(grey['255,0,255']).toBe(1);
    await page.selectOption('label:has-text("grey as") select', 'viridis');
    await settle(page);
    const coloured = await coloursOf(page, '.picture canvas');
    expect(coloured['255,0,255']).toBe(1);
    expect(coloured['253,231,37']).toBe(grey['255,255,255']);
    expect(coloured['68,1,84']).toBe(grey['0,0,0']);
    const box = (await page.locator('.picture canvas').boundingBox())!;
    expect(box.width % 16).toBe(0);
    await page.mouse.move(box.x + 1, box.y + 1);
    expect(await page.locator('.picture-facts').textContent()).toContain('(0, 0): ');
    await page.mouse.move(box.x + (box.width * 5.5) / 16, box.y + 1);
    expect(await page.locator('.picture-facts').textContent()).toContain('(5, 0): not finite');
    await page.selectOption('label:has-text("zoom") select', '32');
    await settle(page);
    expect((await page.locator('.picture canvas').boundingBox())!.width).toBe(512);
    await page.goto(`${url}?tab=images&only=written&tags=foreign`);
    await page.waitForSelector('.picture[data-state=ready]');
    expect(await page.locator('.picture-warnings').textContent()).toMatch(/did not say.*clipped, or wrapped around/);
    await page.close();
  });
});

describe('the view of texts', { timeout: patientMs }, () => {
  it('shows what a training wrote, in both themes and in a narrow window', async () => {
    await lookAt(openPage, url, 'text', 'only=trained&only=written', 'section.text-of-run pre');
  });

  it('makes elements of Markdown and never HTML of a text', async () => {
    const page = await openPage(`${url}?tab=text&only=written&tags=notes`);
    await page.waitForSelector('.markdown-heading');
    expect(await page.locator('.markdown-heading').textContent()).toBe('Step 50');
    expect(await page.locator('.markdown b').count()).toBe(0);
    expect(await page.locator('.markdown p').nth(1).textContent()).toBe('<b>no HTML</b> but bold');
    expect(await page.locator('.markdown td').allTextContents()).toEqual(['1', '2']);
    await page.selectOption('label:has-text("as") select', 'plain');
    expect(await page.locator('.plain-text').textContent()).toContain('# Step 50');
    expect(await page.locator('.markdown').count()).toBe(0);
    await page.close();
  });
});

describe('every view', { timeout: patientMs }, () => {
  it('says what would fill it where there is nothing', async () => {
    const empty = await serveRecorded((folder) => {
      const curve = new EventFileWriter(join(folder, 'curve'));
      curve.scalar('loss', 1, 0);
      curve.close();
    });
    for (const name of ['distributions', 'layers', 'images', 'text', 'parameters', 'recipes', 'network', 'diagnosis']) {
      const page = await openPage(`${empty}?tab=${name}`);
      await page.waitForSelector('.empty-note:has-text("netwright")');
      await page.close();
    }
  });
});
