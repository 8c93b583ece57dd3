import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compile } from '../../scripts/compile.mjs';
import { recipeJsonSchema } from '../../scripts/make-recipe-schema.mjs';
import { recipeSchema, resolveRecipe } from '../../src/train/index.ts';

const root = join(import.meta.dirname, '../..');

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

/** Whether a value has the form of a schema: names, types and nesting, not the ranges of numbers. */
function fits(schema: JsonSchema, value: unknown): boolean {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return choices.some((choice) => fits(choice, value));
  if (schema.const !== undefined) return value === schema.const;
  if (schema.enum !== undefined) return schema.enum.includes(value);
  if (schema.type === 'array') return Array.isArray(value) && value.every((item) => fits(schema.items ?? {}, item));
  if (schema.type === 'integer') return Number.isInteger(value);
  if (schema.type !== 'object') return schema.type === undefined || typeof value === schema.type;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { properties = {}, required = [], additionalProperties: others = true } = schema;
  return (
    required.every((name) => name in value) &&
    Object.entries(value).every(([name, part]) => {
      const field = properties[name] ?? others;
      return typeof field === 'boolean' ? field : fits(field, part);
    })
  );
}

/** Every object that a schema describes by its fields. */
function* objectsIn(schema: JsonSchema): Generator<JsonSchema> {
  if (schema.properties !== undefined) yield schema;
  const others = typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
  const parts = [...Object.values(schema.properties ?? {}), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  for (const part of [...parts, ...others, ...(schema.items === undefined ? [] : [schema.items])])
    yield* objectsIn(part);
}

describe('the JSON Schema of recipes', () => {
  let schema: JsonSchema;
  let published: string;

  beforeAll(async () => {
    if (!(await compile())) throw new Error('the sources do not compile');
    schema = JSON.parse(JSON.stringify(await recipeJsonSchema(recipeSchema)));
    published = readFileSync(join(root, 'dist/recipe.schema.json'), 'utf8');
  }, 120_000);

  it('is built into the package as the recipe and its guide have it', () => {
    expect(JSON.parse(published)).toEqual(schema);
  });

  it('has every field with its description, and the defaults that netwright fills in', () => {
    const { properties = {} } = schema;
    expect(Object.keys(properties)).toEqual(Object.keys(recipeSchema.shape));
    for (const [name, { description }] of Object.entries(properties)) expect(description, name).toMatch(/^.{10,}\.$/);
    const stated = Object.entries(properties).flatMap(([name, field]) =>
      field.default === undefined ? [] : [[name, field.default]],
    );
    expect(stated.map(([name]) => name)).toContain('optimizer');
    expect(resolveRecipe(Object.fromEntries(stated))).toEqual(resolveRecipe({}));
  });

  it('allows no field that netwright does not know, wherever it stands', () => {
    const objects = [...objectsIn(schema)];
    expect(objects.length).toBeGreaterThan(60);
    for (const { properties, additionalProperties } of objects) {
      expect(additionalProperties, Object.keys(properties!).join()).toBe(false);
    }
  });

  it('describes every layer, loss, optimizer and schedule', () => {
    const kinds = [...objectsIn(schema)].flatMap(({ properties }) => properties!.layer ?? []);
    expect(kinds.length).toBeGreaterThan(30);
    expect(kinds.filter(({ description }) => description === undefined)).toEqual([]);
    for (const field of ['loss', 'schedule']) {
      const named = [...objectsIn(schema.properties![field]!)].flatMap(({ properties }) => properties!.name ?? []);
      expect(named.filter(({ description }) => description === undefined)).toEqual([]);
    }
  });

  it('fits the example recipes and those of the guides', () => {
    const folder = join(root, 'examples/recipes');
    const examples = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const guides = ['recipes.md', 'layers.md', 'preparation.md'].flatMap((page) => {
      const blocks = readFileSync(join(root, 'docs', page), 'utf8').matchAll(/^```(?:yaml|json)\n(.*?)^```/gms);
      return [...blocks].map((match) => match[1]!);
    });
    expect(guides.length).toBeGreaterThan(3);
    for (const text of [...examples, ...guides]) {
      expect(fits(schema, parse(text)), text).toBe(true);
      expect(() => resolveRecipe(parse(text))).not.toThrow();
    }
  });

  it.each([
    [{ epochs: '3' }],
    [{ epoch: 3 }],
    [{ loss: 'mes' }],
    [{ schedule: 'step' }],
    [{ network: [{ layer: 'dense' }] }],
    [{ network: [{ layer: 'dense', units: 3, unit: 3 }] }],
    [{ optimizer: { name: 'adam', beta: 1 } }],
  ])('refuses what netwright refuses: %j', (recipe) => {
    expect(fits(schema, recipe)).toBe(false);
    expect(() => resolveRecipe(recipe)).toThrow();
  });

  it.each([
    [{ loss: 'mse' }],
    [{ optimizer: 'lion' }],
    [{ schedule: { name: 'warmup', steps: 3, schedule: 'finalDecay' } }],
    [{ $schema: 'recipe.schema.json', metrics: ['auc'] }],
  ])('takes what netwright takes: %j', (recipe) => {
    expect(fits(schema, recipe)).toBe(true);
    expect(resolveRecipe(recipe)).not.toHaveProperty('$schema');
  });
});
