import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { initializerSchema, layerSchema } from '../../src/nn/index.ts';
import { resolveRecipe } from '../../src/train/index.ts';

const page = readFileSync(new URL('../../docs/layers.md', import.meta.url), 'utf8');
const sharedHeading = 'Options of many layers';

/** The cells of every table row that begins with a name, by the heading above it. */
const rows = page.split(/^## /m).flatMap((section) => {
  const [heading, ...lines] = section.split('\n');
  return lines
    .filter((line) => line.startsWith('| `'))
    .map((line) => ({ heading: heading!, cells: line.split('|').map((cell) => cell.trim()) }));
});

/** Names in code font in a cell. */
const namesIn = (cell: string) => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1]!);

const kindRows = rows.filter(({ heading }) => heading !== sharedHeading).map(({ cells }) => cells);
const common = new Set(
  rows.filter(({ heading }) => heading === sharedHeading).flatMap(({ cells }) => namesIn(cells[1]!)),
);

/** `name (default)` of every option, as the page is to have it; an optional one without a default may say anything. */
function optionsOf(schema: { readonly shape: Readonly<Record<string, z.core.$ZodType>> }, key: string) {
  return Object.entries(schema.shape)
    .filter(([name]) => name !== key)
    .map(([name, option]) => ({ name, stated: statedDefault(option) }));
}

function statedDefault(option: z.core.$ZodType): string | undefined {
  if (option instanceof z.ZodOptional) return undefined;
  if (!(option instanceof z.ZodDefault)) return 'required';
  const value: unknown = option.def.defaultValue;
  if (typeof value === 'string') return `\`${value}\``;
  if (typeof value === 'object' && value !== null && 'name' in value) return `\`${String(value.name)}\``;
  return typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 9 }) : String(value);
}

const kinds = [
  ...layerSchema.options.map((schema) => ({
    kind: schema.shape.layer.value as string,
    options: optionsOf(schema, 'layer').filter(({ name }) => !common.has(name)),
  })),
  ...initializerSchema.options.map((schema) => ({
    kind: schema.shape.name.value as string,
    options: optionsOf(schema, 'name'),
  })),
];

describe('docs/layers.md', () => {
  it.each(kinds)('names $kind and each of its options with its default', ({ kind, options }) => {
    const row = kindRows.find((candidate) => namesIn(candidate[1]!).includes(kind));
    expect(row, `a row for ${kind}`).toBeDefined();
    const stated = new Map([...row![3]!.matchAll(/`(\w+)` \(([^)]*)\)/g)].map((match) => [match[1]!, match[2]!]));
    expect([...stated.keys()].toSorted()).toEqual(options.map(({ name }) => name).toSorted());
    for (const { name, stated: expected } of options) {
      if (expected !== undefined) expect(`${name} (${stated.get(name)})`).toBe(`${name} (${expected})`);
    }
  });

  it('names nothing that is not there', () => {
    const known = new Set(kinds.map(({ kind }) => kind));
    expect(kindRows.flatMap((row) => namesIn(row[1]!)).filter((name) => !known.has(name))).toEqual([]);
    const options = new Set(layerSchema.options.flatMap((schema) => Object.keys(schema.shape)));
    expect([...common].filter((name) => !options.has(name))).toEqual([]);
  });

  it('shows recipes that are valid', () => {
    const recipes = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map((match) => match[1]!);
    expect(recipes.length).toBeGreaterThan(0);
    for (const text of recipes) expect(() => resolveRecipe(parse(text))).not.toThrow();
  });
});
