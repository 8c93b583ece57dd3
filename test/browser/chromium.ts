import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { chromiumIsMissing, findChromium } from '../../scripts/find-chromium.mjs';
import type { pageFunctions } from './page.ts';
import { serveFolders } from './static-server.ts';

const root = join(import.meta.dirname, '../..');

/** Chromium without a window, with WebGPU on its software Vulkan. */
const flags = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
];

type PageFunctions = typeof pageFunctions;

/** One browser with the tests' page; `plain` has no shared memory, `isolated` has. */
export interface BrowserUnderTest {
  readonly browser: Browser;
  /** Opens a page of its own. */
  open(mode: 'plain' | 'isolated'): Promise<TestPage>;
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

/** Bundles the page, serves it and starts Chromium. */
export async function startBrowser(): Promise<BrowserUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-page-'));
  const bundle = await rolldown({ input: join(import.meta.dirname, 'page.ts'), platform: 'browser', cwd: root });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'page.js' });
  await bundle.close();
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="page.js"></script>',
  );
  const server = await serveFolders({
    page: folder,
    onnxruntime: join(root, 'node_modules/onnxruntime-web/dist'),
  });
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(chromiumIsMissing);
  const browser = await chromium.launch({ executablePath, args: flags });
  return {
    browser,
    async open(mode) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${server.origin}/${mode}/page/index.html`);
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
    async close() {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
