import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { chromiumIsMissing, findChromium } from '../../scripts/find-chromium.mjs';
import { chromiumFlags, serveFolder } from '../../scripts/serve-folder.mjs';
import type { pageFunctions } from './page.ts';

const root = join(import.meta.dirname, '../..');

type PageFunctions = typeof pageFunctions;

/** One browser with the tests' page; `plain` has no shared memory, `isolated` has. */
export interface BrowserUnderTest {
  readonly browser: Browser;
  /** Opens a page of its own. */
  open(mode: 'plain' | 'isolated'): Promise<TestPage>;
  /** What the page of `docs/browser.md` shows in the end. */
  runExample(): Promise<string>;
  close(): Promise<void>;
}

/** A page that holds the functions of `page.ts`. */
export interface TestPage {
  /** Calls one of them; its failures are thrown. */
  call<Name extends keyof PageFunctions>(
    name: Name,
    ...args: Parameters<PageFunctions[Name]>
  ): Promise<Awaited<ReturnType<PageFunctions[Name]>>>;
  close(): Promise<void>;
}

/** The one example in JavaScript of a page of the docs. */
function exampleOf(page: string): string {
  const [, code] = /^```js\n(.*?)^```/ms.exec(readFileSync(join(root, page), 'utf8')) ?? [];
  if (code === undefined) throw new Error(`${page} has no example in JavaScript`);
  return code;
}

/** Bundles the page, serves it and starts Chromium. */
export async function startBrowser(): Promise<BrowserUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-page-'));
  writeFileSync(join(folder, 'example-source.js'), exampleOf('docs/browser.md'));
  const bundle = await rolldown({
    input: { page: join(import.meta.dirname, 'page.ts'), example: join(folder, 'example-source.js') },
    platform: 'browser',
    cwd: root,
    resolve: { alias: { 'netwright/browser': join(root, 'src/browser.ts') } },
  });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js' });
  await bundle.close();
  for (const name of ['page', 'example']) {
    writeFileSync(
      join(folder, `${name}.html`),
      `<!doctype html><link rel="icon" href="data:,"><body></body><script type="module" src="${name}.js"></script>`,
    );
  }
  symlinkSync(join(root, 'node_modules/onnxruntime-web/dist'), join(folder, 'onnxruntime'), 'dir');
  const server = await serveFolder(folder);
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(chromiumIsMissing);
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  return {
    browser,
    async open(mode) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${server.origin}/${mode}/page.html`);
      await page.waitForFunction('globalThis.netwrightTests !== undefined');
      return {
        call: (name, ...args) =>
          page.evaluate(
            ([called, given]) =>
              (globalThis as unknown as { netwrightTests: Record<string, (...args: unknown[]) => unknown> })
                .netwrightTests[called]!(...given),
            [name, args] as [string, unknown[]],
          ) as never,
        close: () => context.close(),
      };
    },
    async runExample() {
      const page = await browser.newPage();
      const failures: string[] = [];
      page.on('pageerror', ({ message }) => failures.push(message));
      await page.goto(`${server.origin}/plain/example.html`);
      const shown = await page
        .waitForFunction('document.body.textContent.trim()')
        .then((text) => text.jsonValue() as Promise<string>)
        .catch((error: unknown) => Promise.reject(new Error(failures.join('; ') || String(error))));
      await page.close();
      return shown;
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
