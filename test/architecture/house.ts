import { posix } from 'node:path';
import { importsOf, runtimeImportsOf } from './imports.ts';

/** Paths below src/ with `/` between the parts, and what each file says. */
export type House = ReadonlyMap<string, string>;

/**
 * The folders of src/, in order: each imports only those before it, and `node:` modules only where it need not run in a
 * browser. Of some, the part that their browser.ts exports runs there.
 */
export const folders: ReadonlyArray<{ name: string; usesNode: boolean; browserPart?: true }> = [
  { name: 'core', usesNode: false },
  { name: 'graph', usesNode: false },
  { name: 'ops', usesNode: false },
  { name: 'autodiff', usesNode: false },
  { name: 'passes', usesNode: false },
  { name: 'nn', usesNode: false },
  { name: 'optim', usesNode: false },
  { name: 'compile', usesNode: false },
  { name: 'runtime', usesNode: true, browserPart: true },
  { name: 'data', usesNode: true, browserPart: true },
  { name: 'records', usesNode: true },
  { name: 'charts', usesNode: false },
  { name: 'train', usesNode: true, browserPart: true },
  { name: 'importers', usesNode: true },
  { name: 'compare', usesNode: false },
  { name: 'diagnosis', usesNode: false },
  { name: 'scale', usesNode: true },
  { name: 'server', usesNode: true, browserPart: true },
  { name: 'case-study', usesNode: true },
  { name: 'cli', usesNode: true },
];

const mostLines = 500;
const publicEntry = 'index.ts';
/** The public entry for browsers. */
const browserEntry = 'browser.ts';
/** The only package that must not be reached in a browser; the others have a part for it. */
const nativePackages = ['onnxruntime-node', '@duckdb/node-api', 'sharp'];
const rank = new Map(folders.map(({ name }, index) => [name, index]));

const browserParts = new Set(
  folders.flatMap(({ name, browserPart }) => (browserPart === undefined ? [] : [`${name}/${browserEntry}`])),
);

/** The folder of src/ that holds a path, or undefined for a file that lies in src/ itself. */
function folderOf(path: string): string | undefined {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : undefined;
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts');
}

function importsBetweenFiles(house: House): Array<{ from: string; to: string }> {
  return [...house].flatMap(([from, source]) =>
    importsOf(from, source)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ from, to: posix.join(posix.dirname(from), specifier) })),
  );
}

/** Tests may also import what lies outside src/, such as stored values; whatever else does so breaks the rules. */
function importsBetweenFolders(house: House): Array<{ from: string; to: string }> {
  return importsBetweenFiles(house)
    .filter(({ from, to }) => folderOf(from) !== folderOf(to))
    .filter(({ from, to }) => !(isTest(from) && to.startsWith('../')));
}

function linesOf(source: string): number {
  return source.split('\n').length - (source.endsWith('\n') ? 1 : 0);
}

/** The folders of the table alone, with the public entries, which re-exports from all of them but the command line. */
export function strangersToTheTable(house: House): string[] {
  return [...house.keys()].filter((path) => {
    const folder = folderOf(path);
    return folder === undefined ? path !== publicEntry && path !== browserEntry : !rank.has(folder);
  });
}

/** Imports of a folder by one that comes before it in the table, and of the command line by the public entry. */
export function upwardImports(house: House): string[] {
  const rankOf = (path: string): number => rank.get(folderOf(path) ?? 'cli') ?? Number.POSITIVE_INFINITY;
  return importsBetweenFolders(house)
    .filter(({ from, to }) => rankOf(to) >= rankOf(from))
    .map(({ from, to }) => `${from} imports ${to}`);
}

/** Imports that reach into another folder past its index.ts, or past the browser.ts of those that have one. */
export function importsPastTheIndex(house: House): string[] {
  return importsBetweenFolders(house)
    .filter(({ to }) => to !== `${folderOf(to)}/index.ts` && !browserParts.has(to))
    .map(({ from, to }) => `${from} imports ${to}`);
}

/** Circles of imports, types included, each written once as `a → b → a`. */
export function importCycles(house: House): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of importsBetweenFiles(house)) targets.set(from, [...(targets.get(from) ?? []), to]);
  const cycles: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (trail.includes(path) || finished.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of house.keys()) visit(path, []);
  return cycles;
}

/** Imports of Node's own modules in folders that must run in a browser; tests run in Node and may. */
export function nodeImportsInBrowserFolders(house: House): string[] {
  const nodeFolders = new Set(folders.filter(({ usesNode }) => usesNode).map(({ name }) => name));
  return [...house].flatMap(([path, source]) =>
    isTest(path) || nodeFolders.has(folderOf(path) ?? publicEntry)
      ? []
      : importsOf(path, source)
          .filter((specifier) => specifier.startsWith('node:'))
          .map((specifier) => `${path} imports ${specifier}`),
  );
}

/** Modules of Node, and packages of native code, that are reached from an entry for browsers, types aside. */
export function nodeReachedByBrowsers(house: House): string[] {
  const reached = new Set([browserEntry, ...browserParts].filter((path) => house.has(path)));
  const found: string[] = [];
  for (const path of reached) {
    for (const specifier of runtimeImportsOf(path, house.get(path) ?? '')) {
      if (specifier.startsWith('.')) reached.add(posix.join(posix.dirname(path), specifier));
      else if (specifier.startsWith('node:') || nativePackages.includes(specifier)) {
        found.push(`${path} imports ${specifier}`);
      }
    }
  }
  return found;
}

/** Folders whose index.ts is missing or does not begin with a comment that says what the folder is for. */
export function foldersWithoutPurpose(house: House): string[] {
  const present = new Set([...house.keys()].map(folderOf).filter((folder) => folder !== undefined));
  return [...present].filter((folder) => !/^\/\*\*\s+(?:\*\s+)?\S.{19}/.test(house.get(`${folder}/index.ts`) ?? ''));
}

/** Files of more than 500 lines, except those that a script writes. */
export function longFiles(house: House): string[] {
  return [...house]
    .filter(([path, source]) => !path.endsWith('.generated.ts') && linesOf(source) > mostLines)
    .map(([path, source]) => `${path} has ${linesOf(source)} lines`);
}

/** Files and folders that are not named in kebab-case. */
export function oddNames(house: House): string[] {
  const kebabCase = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|generated|browser|d))*\.ts$/;
  return [...house.keys()].filter((path) => !kebabCase.test(path));
}
