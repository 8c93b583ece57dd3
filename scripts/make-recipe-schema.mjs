/**
 * Writes `dist/recipe.schema.json`, the JSON Schema of a recipe, by which editors complete and check recipes. Fields come
 * from the schema that netwright itself checks by, their descriptions from the tables of the guides. Run it directly after
 * a build, or import {@link recipeJsonSchema}.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from './house.mjs';

const target = inRoot('dist', 'recipe.schema.json');

/**
 * @param recipeSchema the zod schema of a recipe
 * @returns the JSON Schema as plain data, draft 2020-12
 */
export async function recipeJsonSchema(recipeSchema) {
  const { z } = await import('zod');
  const [recipes, layers] = ['recipes.md', 'layers.md'].map(tablesOf);
  const schema = z.toJSONSchema(recipeSchema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      describeKind(jsonSchema, recipes, layers);
      if (takesBareName(zodSchema)) addBareNames(jsonSchema);
    },
  });
  for (const [name, field] of Object.entries(schema.properties)) describe(field, recipes('field', name));
  return { title: 'Recipe of netwright', ...schema };
}

/** The cells of a guide's tables behind the names in their first cells, `rows(column, name)` of tables so headed. */
function tablesOf(page) {
  const tables = new Map();
  let rows = new Map();
  const lines = readFileSync(inRoot('docs', page), 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('| ')) continue;
    const [first, ...cells] = line.replace(/^\| | \|$/g, '').split(/ \|(?: |$)/);
    if (lines[index + 1].startsWith('| ---')) {
      rows = tables.get(first) ?? new Map();
      tables.set(first, rows);
    }
    for (const [, name] of first.matchAll(/`([\w$]+)`/g)) rows.set(name, cells.map(plain));
  }
  return (column, name) => tables.get(column)?.get(name) ?? [];
}

/** Markdown without its links and marks. */
const plain = (text) =>
  text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '')
    .trim();

/** Describes a field of a recipe by its row: what it is, and the default where that depends. */
function describe(field, [text, otherwise]) {
  const isStated = 'default' in field || !otherwise;
  field.description = sentence(text) + (isStated ? '' : ` ${sentence(`Default: ${otherwise}`)}`);
}

const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;

/** Describes a layer and the options that many layers have; or a loss, optimizer, schedule or initializer. */
function describeKind({ properties = {} }, recipes, layers) {
  const { layer, name } = properties;
  const text = kindOf(layer) && layers('kind', kindOf(layer))[0];
  if (text) layer.description = sentence(text);
  const meaning = kindOf(name) && [...recipes('name', kindOf(name)), ...layers('name', kindOf(name))][0];
  if (meaning) name.description = sentence(meaning);
  if (layer === undefined) return;
  for (const [option, field] of Object.entries(properties)) {
    const [, explanation] = layers('option', option);
    if (explanation !== undefined) field.description = sentence(explanation);
  }
}

/** The name that a field of one name has. */
const kindOf = (field) => field?.const ?? field?.enum?.[0];

/** Whether a name alone is taken as well: such a schema turns what is given into options. */
const takesBareName = ({ _zod: { def } }) => def.type === 'pipe' && def.in._zod.def.type === 'transform';

/** Allows the name alone, where every option behind it has a default. */
function addBareNames(schema) {
  const options = { ...schema };
  const names = kindsOf(options)
    .filter(
      ({ properties, required = [] }) => properties?.name !== undefined && required.every((name) => name === 'name'),
    )
    .flatMap(({ properties: { name } }) => name.enum ?? [name.const]);
  for (const key of Object.keys(schema)) delete schema[key];
  schema.anyOf = [{ type: 'string', enum: names }, options];
}

/** The objects that a schema of objects allows. */
function kindsOf(schema) {
  const kinds = schema.oneOf ?? schema.anyOf;
  return kinds === undefined ? [schema] : kinds.flatMap(kindsOf);
}

/** Writes the file. The sources must be compiled. */
export async function writeRecipeSchema() {
  const { recipeSchema } = await import('../dist/index.js');
  writeFileSync(target, `${JSON.stringify(await recipeJsonSchema(recipeSchema), undefined, 1)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeRecipeSchema();
  process.stdout.write(`${path.relative(process.cwd(), target)} written\n`);
}
