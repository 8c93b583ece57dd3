import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { findChromium } from '../scripts/find-chromium.mjs';
import { inRoot } from '../scripts/house.mjs';
import { chromiumFlags, serveFolder } from '../scripts/serve-folder.mjs';

/**
 * Chromium with the benchmark's page; undefined where there is no Chromium. `open` gives a page with a network on an
 * engine, `isolated` ones being allowed threads.
 */
export async function startBrowser() {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'netwright-bench-'));
  const bundle = await rolldown({
    input: { page: inRoot('bench', 'browser-page.mjs') },
    platform: 'browser',
    cwd: inRoot(),
    resolve: { alias: { 'netwright/browser': inRoot('dist', 'browser.js') } },
  });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js' });
  await bundle.close();
  writeFileSync(
    join(folder, 'page.html'),
    '<!doctype html><link rel="icon" href="data:,"><body></body><script type="module" src="page.js"></script>',
  );
  symlinkSync(inRoot('node_modules', 'onnxruntime-web', 'dist'), join(folder, 'onnxruntime'), 'dir');
  const server = await serveFolder(folder);
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  return {
    version: browser.version(),
    async open(name, { isolated = false, ...choice }) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${server.origin}/${isolated ? 'isolated' : 'plain'}/page.html`);
      await page.waitForFunction('globalThis.netwrightBench !== undefined');
      const engine = await page.evaluate(
        ([given, workload]) => globalThis.netwrightBench.open(given, workload),
        [choice, name],
      );
      return {
        engine,
        runFor: (seconds) => page.evaluate((duration) => globalThis.netwrightBench.runFor(duration), seconds),
        release: () => context.close(),
      };
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
