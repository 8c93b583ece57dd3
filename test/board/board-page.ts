import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import { chromiumIsMissing, findChromium } from '../../scripts/find-chromium.mjs';

const root = join(import.meta.dirname, '../..');

/** The built web app. */
export const appFolder = join(root, 'dist/board');
/** Where pictures of pages are kept for people to look at; git ignores it. */
const pictures = join(root, '.cache/screenshots');

/** How a page is opened. */
interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Opens a page. */
type OpenPage = (url: string, options?: PageOptions) => Promise<Page>;

/** One Chromium until the end of the test file, and pages in it; what a page complains of is a failure. */
export function useChromium(): OpenPage {
  if (!existsSync(join(appFolder, 'index.html'))) throw new Error('dist/board is not there: npm run build makes it');
  let browser: Promise<Browser> | undefined;
  const complaints: string[] = [];
  afterAll(async () => {
    await (await browser)?.close();
    expect(complaints).toEqual([]);
  });
  return async (url, { width = 1280, height = 800, colorScheme = 'light' } = {}) => {
    const executablePath = findChromium();
    if (executablePath === undefined) throw new Error(chromiumIsMissing);
    browser ??= chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const page = await (await browser).newPage({ viewport: { width, height }, colorScheme });
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (line) => {
      if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text());
    });
    await page.goto(url);
    return page;
  };
}

/** Keeps a picture of what is seen of a page, or of all of it, for people to look at. */
export async function keepPicture(page: Page, name: string, { fullPage = false } = {}): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage });
}

/** Waits until the chart of a tag has as many points. */
export async function waitForPoints(page: Page, tag: string, points: number): Promise<void> {
  await page.waitForSelector(`article[aria-label="${tag}"] .chart[data-state="ready"][data-points="${points}"] canvas`);
  await settle(page);
}

/** Waits until what changed is painted. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** What of a chart is coloured, and so curve or mark: axes and their texts are grey. */
export interface Ink {
  /** Share of the height of the canvas at which the highest coloured pixel stands: 0 is the top. */
  readonly highest: number;
  /** The same for the lowest. */
  readonly lowest: number;
  /** Coloured pixels. */
  readonly pixels: number;
}

/** Reads the pixels of the chart of a tag. */
export async function inkOf(page: Page, tag: string): Promise<Ink> {
  return page
    .locator(`article[aria-label="${tag}"] .chart canvas`)
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      let highest = 1;
      let lowest = 0;
      let pixels = 0;
      for (let i = 0; i < data.length; i += 4) {
        const channels = [data[i]!, data[i + 1]!, data[i + 2]!];
        if (data[i + 3]! < 128 || Math.max(...channels) - Math.min(...channels) < 60) continue;
        const row = Math.floor(i / 4 / width) / height;
        highest = Math.min(highest, row);
        lowest = Math.max(lowest, row);
        pixels++;
      }
      return { highest, lowest, pixels };
    });
}

/** Serious and critical faults that axe finds in a page. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Through the debugger, which the page's content security policy does not hold back.
  await page.evaluate(axe.source);
  const violations = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations)',
  )) as {
    id: string;
    impact: string | null;
    help: string;
    nodes: { html: string; failureSummary?: string }[];
  }[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join('\n')}`);
}

/** Opens a view in both themes and a narrow window, waits for what it shows, and looks for faults. */
export async function lookAt(
  openPage: OpenPage,
  url: string,
  name: string,
  query: string,
  isThere: string,
  picture = name,
): Promise<void> {
  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['dark', 400],
  ] as const) {
    const page = await openPage(`${url}?tab=${name}&${query}`, { colorScheme: scheme, width });
    await page.waitForSelector(isThere);
    await settle(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await keepPicture(page, `${picture}-${scheme}-${width}`);
    await page.close();
  }
}
