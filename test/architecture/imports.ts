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

/** Those of {@link importsOf} that are left when the types are taken away. */
export function runtimeImportsOf(path: string, source: string): string[] {
  const { program } = parseSync(path, source);
  const types = new Set<string>();
  const values = new Set<string>();
  const isType = (kind: string, specifiers: readonly { type: string; importKind?: string; exportKind?: string }[]) =>
    kind === 'type' ||
    (specifiers.length > 0 &&
      specifiers.every(({ importKind, exportKind }) => importKind === 'type' || exportKind === 'type'));
  new Visitor({
    ImportDeclaration: ({ importKind, specifiers, source: { value } }) =>
      (isType(importKind ?? 'value', specifiers as never) ? types : values).add(value),
    ExportNamedDeclaration: ({ exportKind, specifiers, source: from }) => {
      if (from !== null) (isType(exportKind ?? 'value', specifiers as never) ? types : values).add(from.value);
    },
  }).visit(program);
  return importsOf(path, source).filter((specifier) => values.has(specifier) || !types.has(specifier));
}

function literalText(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('type' in node) || node.type !== 'Literal') return undefined;
  return 'value' in node && typeof node.value === 'string' ? node.value : undefined;
}
