import type { z } from 'zod';
import { UsageError } from './errors.ts';

/**
 * Checks plain data that a user wrote against a schema and fills in its defaults.
 *
 * @param what where the data comes from, for messages: `recipe.json`
 * @throws UsageError that lists every fault with its place, what was expected, and the nearest known name of a misspelt one
 */
export function validate<Schema extends z.ZodType>(schema: Schema, data: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => {
    const place = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
    const text =
      issue.code === 'unrecognized_keys'
        ? `unknown field ${issue.keys.map((key) => `'${key}'${suggestion(key, knownFields(schema, issue.path))}`).join(', ')}`
        : lowerFirst(issue.message);
    return place === '' ? text : `${place.replace(/^\./, '')}: ${text}`;
  });
  throw new UsageError(`${what}: ${faults.join('; ')}`);
}

/** `, did you mean 'x'?` where one of the known names is close to the given one, else nothing. */
export function suggestion(name: string, known: Iterable<string>): string {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best === undefined ? '' : ` (did you mean '${best}'?)`;
}

/** Levenshtein's distance: the least number of insertions, deletions and replacements between two texts. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Every field name of the objects that a schema allows at a place, as far as the schema tells. */
function knownFields(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let level: SchemaNode[] = [schema as unknown as SchemaNode];
  for (const part of path) level = level.flatMap((node) => childrenAt(unwrap(node), part));
  return level.flatMap((node) => unwrap(node)).flatMap((node) => Object.keys(node.def.shape ?? {}));
}

interface SchemaNode {
  readonly def: {
    readonly shape?: Readonly<Record<string, SchemaNode>>;
    readonly innerType?: SchemaNode;
    readonly out?: SchemaNode;
    readonly element?: SchemaNode;
    readonly options?: readonly SchemaNode[];
  };
}

/** The plain schemas inside optional, default, preprocess and union wrappers. */
function unwrap(node: SchemaNode): SchemaNode[] {
  const inner = node.def.innerType ?? node.def.out;
  if (inner !== undefined) return unwrap(inner);
  if (node.def.options !== undefined) return node.def.options.flatMap(unwrap);
  return [node];
}

function childrenAt(nodes: readonly SchemaNode[], part: PropertyKey): SchemaNode[] {
  return nodes.flatMap((node) => {
    const child = typeof part === 'number' ? node.def.element : node.def.shape?.[String(part)];
    return child === undefined ? [] : [child];
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
