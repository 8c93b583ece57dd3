import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';

const cases: Array<[behaviour: string, source: string, expected: string[]]> = [
  [
    'reads an import over several lines',
    "import {\n  a, // from './no.ts'\n  type B,\n} from './yes.ts';",
    ['./yes.ts'],
  ],
  [
    'reads default, namespace and bare imports',
    "import a from 'a';\nimport * as b from 'b';\nimport 'c';",
    ['a', 'b', 'c'],
  ],
  [
    'reads imports of types alone',
    "import type { A } from './a.ts';\nimport { type B } from './b.ts';",
    ['./a.ts', './b.ts'],
  ],
  [
    'reads every form of re-export',
    "export * from 'a';\nexport * as b from 'b';\nexport { c } from 'c';\nexport type { D } from 'd';",
    ['a', 'b', 'c', 'd'],
  ],
  [
    'reads a dynamic import in the middle of a line',
    "const load = async () => (await import('./late.ts')).value;",
    ['./late.ts'],
  ],
  [
    'reads an imported type',
    "let a: import('./type.ts').A;\nlet b: typeof import('./value.ts');",
    ['./type.ts', './value.ts'],
  ],
  ['reads the file of a worker', "new Worker(new URL('./worker.ts', import.meta.url));", ['./worker.ts']],
  [
    'names a module once however often it is imported',
    "import { a } from './a.ts';\nimport type { B } from './a.ts';",
    ['./a.ts'],
  ],
  ['ignores comments', "// import a from 'a';\n/* export * from 'b'; */\n/**\n * import c from 'c';\n */", []],
  [
    'ignores what strings and templates say',
    "const a = \"import x from 'a'\";\nconst b = `\nimport y from 'b';\n`;",
    [],
  ],
  ['is not misled by quotes in a regular expression', "const quote = /['\"`]/;\nimport a from 'a';", ['a']],
  ['ignores exports without a source', "export const from = 'a';\nexport { from as b };", []],
];

describe('importsOf', () => {
  it.each(cases)('%s', (_behaviour, source, expected) => {
    expect(importsOf('sample.ts', source)).toEqual(expected);
  });

  it('refuses a source that does not parse', () => {
    expect(() => importsOf('sample.ts', 'import { from')).toThrow('sample.ts');
  });
});
