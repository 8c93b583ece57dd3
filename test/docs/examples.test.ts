import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = new URL('../../node_modules/.cache/netwright-examples/', import.meta.url);
const entry = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

const pages = ['README.md', ...readdirSync(`${root}/docs`).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('every TypeScript example in the docs runs', () => {
  for (const page of pages) {
    const blocks = [...readFileSync(`${root}/${page}`, 'utf8').matchAll(/^```ts\n(.*?)^```/gms)];
    blocks.forEach(([, code], index) => {
      it(`${page}, example ${index + 1}`, async () => {
        mkdirSync(scratch, { recursive: true });
        const file = new URL(`${page.replaceAll(/\W/g, '-')}-${index}.ts`, scratch);
        writeFileSync(file, code!.replace("from 'netwright'", `from ${JSON.stringify(entry)}`));
        await import(/* @vite-ignore */ fileURLToPath(file));
      });
    });
  }
});
