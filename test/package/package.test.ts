import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('the published package', () => {
  let consumer: string;
  let installed: string;
  let packedPaths: string[];

  /** Packs the checkout and unpacks it beside links to its declared dependencies, as an install would lay them out. */
  beforeAll(() => {
    consumer = mkdtempSync(join(tmpdir(), 'netwright-consumer-'));
    installed = join(consumer, 'node_modules/netwright');
    run(process.execPath, [join(root, 'scripts/build.mjs')], root);
    const packed = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', consumer], root));
    packedPaths = packed[0].files.map(({ path }: { path: string }) => path);
    run('tar', ['-xzf', packed[0].filename], consumer);
    mkdirSync(dirname(installed), { recursive: true });
    renameSync(join(consumer, 'package'), installed);
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
      linkDependency(name);
    writeFileSync(join(consumer, 'package.json'), '{ "type": "module", "private": true }');
  });

  afterAll(() => {
    rmSync(consumer, { recursive: true, force: true });
  });

  function linkDependency(name: string): void {
    const target = join(root, 'node_modules', name);
    const link = join(consumer, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    if (existsSync(target)) symlinkSync(target, link, 'dir');
  }

  it('holds the compiled code, its types, the licence and the documents, and nothing else', () => {
    const documents = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', 'dist/recipe.schema.json'];
    expect(packedPaths).toEqual(
      expect.arrayContaining([...documents, 'dist/bundle/index.js', 'dist/browser.js', 'dist/index.d.ts']),
    );
    const code = /^dist\/(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.generated)?\.(?:js|d\.ts)$/;
    // What Vite builds of the board: a page, its scripts and its styles.
    const board = /^dist\/board\/(?:index\.html|assets\/[\w-]+\.(?:js|css|svg))$/;
    const caseStudy = /^dist\/case-study\/(?:recipes\/c\d+[a-z-]*|data-sets\/people)\.json$/;
    const others = packedPaths.filter((path) => ![code, board, caseStudy].some((kind) => kind.test(path)));
    expect(others.filter((path) => !documents.includes(path))).toEqual([]);
    expect(packedPaths).toContain('dist/board/index.html');
  });

  it('is found flawless by publint', async () => {
    const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });
    expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
  });

  it('is imported with nothing beside it but the dependencies that it declares', () => {
    const script = "import { zeros } from 'netwright'; console.log(zeros('float32', [2, 3]).shape.join('x'));";
    writeFileSync(join(consumer, 'main.js'), script);
    expect(run(process.execPath, ['main.js'], consumer).trim()).toBe('2x3');
  });

  it('gives its types to a strict TypeScript project', () => {
    const script =
      "import { type Tensor, zeros } from 'netwright';\nexport const grid: Tensor = zeros('float32', [2, 3]);\n";
    writeFileSync(join(consumer, 'main.ts'), script);
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', ''];
    expect(
      run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'main.ts'], consumer),
    ).toBe('');
  });

  it('is bundled for a browser by a plain bundler, without anything of Node', async () => {
    writeFileSync(join(consumer, 'page.js'), "export * from 'netwright/browser';");
    const complaints: string[] = [];
    const bundle = await rolldown({
      input: 'page.js',
      cwd: consumer,
      platform: 'browser',
      // Every module that can be reached counts, used or not.
      treeshake: false,
      onLog: (level, { message }) => complaints.push(`${level}: ${message}`),
    });
    const { output } = await bundle.generate({ format: 'esm' });
    await bundle.close();
    const chunks = output.filter((part) => part.type === 'chunk');
    const names = new Set(chunks.map(({ fileName }) => fileName));
    const foreign = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]);
    expect(foreign.filter((name) => !names.has(name))).toEqual([]);
    expect(complaints).toEqual([]);
    expect(chunks.find(({ isEntry }) => isEntry)?.exports).toEqual(expect.arrayContaining(['fit', 'openExecutor']));
  });

  it('answers on the command line', () => {
    const answer = run(process.execPath, [join(installed, manifest.bin.netwright), '--version'], consumer);
    expect(answer.trim()).toBe(manifest.version);
  });
});

/** Runs a program and returns what it printed; its failure carries what it complained of. */
function run(program: string, args: string[], cwd: string): string {
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout: string; stderr: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause });
  }
}
