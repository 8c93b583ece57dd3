import { parseSync, Visitor } from 'oxc-parser';

/**
 * Every module that a source file names, in the order of the file and without repeats: static imports, re-exports,
 * `import()` of a literal, imported types, and worker files given as `new URL('./x.ts', import.meta.url)`.
 *
 * @throws Error when the source does not parse: a file that cannot be read must not pass for one without imports.
 */
export function importsOf(path: string, source: string): string[] {
  const { program, errors } = parseSync(path, source);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const found = new Set<string>();
  const add = (node: unknown): void => {
    const literal = literalText(node);
    if (literal !== undefined) found.add(literal);
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source),
    TSImportType: (node) => add(node.source),
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'URL' && node.arguments.length === 2) {
        add(node.arguments[0]);
      }
    },
  }).visit(program);
  return [...found];
}

function literalText(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('type' in node) || node.type !== 'Literal') return undefined;
  return 'value' in node && typeof node.value === 'string' ? node.value : undefined;
}
