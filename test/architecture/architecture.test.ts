import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as rules from './house.ts';

type Rule = {
  sentence: string;
  violations: (house: rules.House) => string[];
  /** Files that break the rule in one place, beside some that look alike and keep it, and the one complaint expected. */
  broken: Record<string, string>;
  complaint: string;
};

const purpose = '/** What this folder is for. */';

const catalogue: Rule[] = [
  {
    sentence: 'every folder of src is in the table of the house',
    violations: rules.strangersToTheTable,
    broken: { 'index.ts': '', 'core/index.ts': '', 'utils/index.ts': '' },
    complaint: 'utils/index.ts',
  },
  {
    sentence: 'a file that lies in src itself is a public entry',
    violations: rules.strangersToTheTable,
    broken: { 'index.ts': '', 'browser.ts': '', 'helpers.ts': '' },
    complaint: 'helpers.ts',
  },
  {
    sentence: 'a folder imports only folders above it in the table',
    violations: rules.upwardImports,
    broken: {
      'core/a.ts': "import type { G } from '../graph/index.ts';",
      'graph/b.ts': "import { c } from '../core/index.ts';",
    },
    complaint: 'core/a.ts imports graph/index.ts',
  },
  {
    sentence: 'only tests import what lies outside src',
    violations: rules.upwardImports,
    broken: { 'cli/a.ts': "import '../../test/b.json';", 'cli/a.test.ts': "import '../../test/b.json';" },
    complaint: 'cli/a.ts imports ../test/b.json',
  },
  {
    sentence: 'the public entry exports any folder but the command line',
    violations: rules.upwardImports,
    broken: { 'index.ts': "export * from './server/index.ts';\nexport * from './cli/index.ts';" },
    complaint: 'index.ts imports cli/index.ts',
  },
  {
    sentence: 'another folder is reached only through its index.ts',
    violations: rules.importsPastTheIndex,
    broken: { 'graph/a.ts': "import './b.ts';\nimport '../core/index.ts';\nimport '../core/dtype.ts';" },
    complaint: 'graph/a.ts imports core/dtype.ts',
  },
  {
    sentence: 'no files import each other in a circle',
    violations: rules.importCycles,
    broken: {
      'core/a.ts': "import './b.ts';\nimport './d.ts';",
      'core/b.ts': "export * from './c.ts';",
      'core/c.ts': "import type { A } from './a.ts';",
      'core/d.ts': "import './c.ts';",
    },
    complaint: 'core/a.ts → core/b.ts → core/c.ts → core/a.ts',
  },
  {
    sentence: 'what must run in a browser imports no module of Node',
    violations: rules.nodeImportsInBrowserFolders,
    broken: {
      'nn/a.ts': "import { readFile } from 'node:fs';",
      'nn/a.test.ts': "import { readFile } from 'node:fs';",
      'data/b.ts': "import { readFile } from 'node:fs';",
    },
    complaint: 'nn/a.ts imports node:fs',
  },
  {
    sentence: 'what browsers are given reaches no module of Node and no native package',
    violations: rules.nodeReachedByBrowsers,
    broken: {
      'browser.ts': "export * from './train/browser.ts';\nexport type { Fs } from './data/index.ts';",
      'train/browser.ts': "export { a } from './a.ts';",
      'train/a.ts': "import type { B } from './b.ts';\nimport { type D, c } from './c.ts';",
      'train/b.ts': "import 'node:fs';",
      'train/c.ts': "const onnxRuntime = await import('onnxruntime-node');",
    },
    complaint: 'train/c.ts imports onnxruntime-node',
  },
  {
    sentence: 'every folder begins its index.ts with what it is for',
    violations: rules.foldersWithoutPurpose,
    broken: { 'core/index.ts': `${purpose}\nexport {};`, 'graph/index.ts': `export {};\n${purpose}` },
    complaint: 'graph',
  },
  {
    sentence: 'no file is longer than 500 lines unless a script writes it',
    violations: rules.longFiles,
    broken: {
      'core/just-short-enough.ts': 'x\n'.repeat(500),
      'core/too-long.ts': 'x\n'.repeat(501),
      'core/table.generated.ts': 'x\n'.repeat(501),
    },
    complaint: 'core/too-long.ts has 501 lines',
  },
  {
    sentence: 'files and folders are named in kebab-case',
    violations: rules.oddNames,
    broken: { 'core/good-name2.test.ts': '', 'core/badName.ts': '' },
    complaint: 'core/badName.ts',
  },
];

function readHouse(): rules.House {
  const root = join(import.meta.dirname, '../../src');
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  return new Map(paths.sort().map((path) => [path.split(sep).join('/'), readFileSync(join(root, path), 'utf8')]));
}

describe('the house', () => {
  const house = readHouse();

  it('is read from the folder src', () => {
    expect(house.has('index.ts')).toBe(true);
    expect(house.has('core/index.ts')).toBe(true);
  });

  for (const { sentence, violations, broken, complaint } of catalogue) {
    it(`holds that ${sentence}`, () => {
      expect(violations(house)).toEqual([]);
    });

    it(`would be seen to break the rule that ${sentence}`, () => {
      expect(violations(new Map(Object.entries(broken)))).toEqual([complaint]);
    });
  }
});
