import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumIsMissing, findChromium } from '../../scripts/find-chromium.mjs';
import { chromiumFlags } from '../../scripts/serve-folder.mjs';
import { EventFileWriter, encodeValueImage } from '../../src/records/index.ts';
import { autoMpg, useCommandLine } from './command-line.ts';

const { folder, netwright } = useCommandLine();
const inFolder = (...parts: string[]) => join(folder, ...parts);
const train = ['train', '--data', autoMpg, '--target', 'MPG', '--epochs', '3'];

/** A run as another program may have written it, with tags that are markup and numbers that are none. */
function writeForeignRun(): void {
  const writer = new EventFileWriter(inFolder('foreign'));
  for (let step = 0; step < 3000; step++) {
    writer.scalar('train/loss', step === 1500 ? 100 : 1 + Math.sin(step / 300), step, 1e9 + step);
    if (step % 100 !== 0) continue;
    writer.scalar('eval/loss', step === 2000 ? Number.NaN : 2, step, 1e9 + step);
    for (const layer of ['first', '<script>alert(1)</script>'])
      writer.scalar(`grad_norm/${layer}`, 1 / (step + 1), step);
  }
  writer.scalar('<img src=x onerror=alert(1)>', 1, 1);
  writer.text('notes', '</pre><script>alert(2)</script>', 0);
  writer.histogram('weights/first', Float64Array.of(-1, 0, 3, 0, 1, 5), 10);
  const values = Float32Array.from({ length: 64 }, (_, i) => i / 32);
  const { png } = encodeValueImage({ width: 8, height: 8, channels: 1, values }, { black: 0, white: 1 });
  writer.image('sample/0/input', { width: 8, height: 8, images: [png] }, 0);
  writer.close();
}

beforeAll(async () => {
  writeForeignRun();
  await netwright([...train, '--name', 'one']);
  await netwright([...train, '--seed', '1', '--name', 'two']);
}, 120_000);

describe('netwright plot', () => {
  it('lists the tags of a run', async () => {
    const { code, stdout } = await netwright(['plot', 'runs/one']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^tag +last +least +most +points +not finite\n/);
    expect(stdout).toMatch(/^loss\/val +0\.\d+ /m);
  });

  it('draws a curve of two runs over epochs, without escape codes in a pipe', async () => {
    const { code, stdout } = await netwright([
      'plot',
      'runs/one',
      'runs/two',
      'loss/val',
      '--x',
      'epoch',
      '--width',
      '60',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^loss\/val\n/);
    expect(stdout).toMatch(/ epoch /);
    expect(stdout).toMatch(/━━ one {2}0\.\d+\n━━ two {2}0\.\d+\n$/);
    expect(stdout).not.toContain('\u001b');
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(60);
  });

  it('keeps a spike of one point in 3000, marks NaN, and draws over time', async () => {
    const args = ['plot', 'foreign', 'train/loss', 'eval/loss', '--x', 'time', '--linear', '--height', '12'];
    const { stdout } = await netwright(args);
    const lines = stdout.split('\n');
    expect(lines[0]!.trim()).toBe('×');
    expect(lines[1]).toMatch(/[\u2800-\u28ff]/);
    expect(stdout).toMatch(/ minutes /);
    expect(stdout).toContain('1 NaN');
  });

  it.each([
    ['a tag that is none', ['runs/one', 'los/val'], /no curve 'los\/val' \(did you mean 'loss\/val'\?\)/],
    ['a run that is none', ['nothing', 'loss'], /nothing does not exist/],
    ['epochs that nothing recorded', ['foreign', 'train/loss', '--x', 'epoch'], /foreign recorded no epochs.*--x step/],
    ['two scales', ['foreign', 'train/loss', '--log', '--linear'], /give --log or --linear, not both/],
  ])('refuses %s', async (_title, args, message) => {
    expect(await netwright(['plot', ...args])).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });
});

describe('netwright report', () => {
  it('writes a page of one run with curves, numbers, recipe and network', async () => {
    const { code, stdout } = await netwright(['report', 'runs/one']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'one.html\n' });
    const page = readFileSync(inFolder('one.html'), 'utf8');
    for (const section of ['Curves', 'Numbers', 'Run', 'Recipe', 'Network']) expect(page).toContain(`>${section}</h2>`);
    expect(page).toContain('<th scope="row">optimizer.learningRate</th><td>0.001</td>');
    expect(page).toMatch(/<th scope="row">dense_1<\/th><td>dense<\/td>/);
  });

  it('compares runs: curves in common charts, last values side by side, and what differs', async () => {
    const { stdout } = await netwright(['report', 'runs', '--out', 'both.html', '--x', 'epoch', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ path: 'both.html', runs: ['one', 'two'], problems: [] });
    const page = readFileSync(inFolder('both.html'), 'utf8');
    expect(page).toContain('<th scope="row">seed</th><td>0</td><td>1</td>');
    expect(page).toMatch(/<title>loss\/val<\/title><desc>loss\/val by epoch[^<]*one ends at 0\.\d+; two ends at/);
  });

  it('says what cannot be read and what is not finite, on the page and on the error stream', async () => {
    writeFileSync(
      inFolder('foreign/tfevents-none'),
      'a file that only has the name of an event file, and no more than that',
    );
    const { code, stderr } = await netwright(['report', 'foreign']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning: .*is no TensorBoard event file/);
    expect(stderr).toMatch(/warning: eval\/loss is not finite at 1 point, first at step 2,000/);
    expect(readFileSync(inFolder('foreign.html'), 'utf8')).toContain('eval/loss is not finite at 1 point');
  });

  it('refuses a folder without runs, and a file in a folder that is not there', async () => {
    expect(await netwright(['report', 'nothing'])).toMatchObject({ code: 2 });
    const { code, stderr } = await netwright(['report', 'runs/one', '--out', 'no/such/folder.html']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/no\/such\/folder\.html: cannot be written: its folder does not exist/);
  });
});

describe('a report in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    const executablePath = findChromium();
    if (executablePath === undefined) throw new Error(chromiumIsMissing);
    browser = await chromium.launch({ executablePath, args: chromiumFlags });
  });
  afterAll(async () => {
    await browser?.close();
  });

  it.each([
    ['light', 1200],
    ['dark', 400],
  ] as const)(
    'asks for nothing, runs nothing, fits, and has no fault of accessibility (%s, %i px)',
    async (colorScheme, width) => {
      await netwright(['report', 'foreign', 'runs/one', '--out', 'all.html']);
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('dialog', (dialog) => {
        said.push(dialog.message());
        void dialog.dismiss();
      });
      await page.goto(`file://${inFolder('all.html')}`);
      expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([`file://${inFolder('all.html')}`]);
      expect(said).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await page.locator('script, img[onerror]').count()).toBe(0);
      expect(await page.locator('svg.chart').count()).toBeGreaterThan(5);
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
        };
        return (await axe.run()).violations.map(
          ({ id, impact, nodes }) => `${impact}: ${id}: ${nodes[0]?.html.slice(0, 200)}`,
        );
      });
      expect(violations).toEqual([]);
      await page.close();
    },
  );
});
