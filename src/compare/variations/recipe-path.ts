import { suggestion, UsageError } from '../../core/index.ts';
import type { LayerInput } from '../../nn/index.ts';
import { recipeSchema } from '../../train/browser.ts';
import type { Variation } from './variation.ts';

/** What `compare` itself decides, the same for all variants or one for each seed. */
const taken: readonly string[] = ['seed', 'data', 'model', 'target', 'stream'];

/** The fields of a recipe that may be varied. */
export const variableFields: readonly string[] = Object.keys(recipeSchema.shape).filter(
  (name) => !taken.includes(name),
);

/**
 * A variation of any field of a recipe, such as `optimizer.beta1` or `network.2.filters`, where a layer may also stand by
 * the name that the recipe gives it.
 *
 * @throws UsageError where no recipe has such a field
 */
export function recipePath(path: string, values: readonly string[]): Variation {
  const [field, ...rest] = path.split('.') as [string, ...string[]];
  if (!variableFields.includes(field)) {
    const message = taken.includes(field)
      ? `--vary ${path}: '${field}' stays the same in a comparison`
      : `--vary ${path}: unknown field '${field}'${suggestion(field, variableFields)}`;
    throw new UsageError(message, { advice: `Vary one of ${variableFields.join(', ')}` });
  }
  const common = { name: path, summary: `the recipe's ${path}`, values };
  if (field !== 'network') {
    return {
      ...common,
      changes: 'recipe',
      edit({ steps, ...recipe }, value) {
        // A number of steps would count more than one of epochs.
        const base = field === 'epochs' || steps === undefined ? recipe : { ...recipe, steps };
        return replaceAt(base, path, [field, ...rest], parseValue(value));
      },
    };
  }
  return {
    ...common,
    changes: 'layers',
    edit: (layers, value) => replaceAt(layers, path, rest, parseValue(value)) as LayerInput[],
  };
}

/** A number, a truth value, an object where the text is one in JSON; otherwise the text. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A copy of plain data with another value at one place. */
function replaceAt(data: unknown, path: string, [part, ...rest]: readonly string[], value: unknown): unknown {
  if (part === undefined) return value;
  if (Array.isArray(data)) {
    const index = /^\d+$/.test(part) ? Number(part) : data.findIndex((entry) => nameOf(entry) === part);
    if (index < 0 || index >= data.length) {
      const names = data.map(nameOf).filter((name) => name !== undefined);
      throw new UsageError(
        `--vary ${path}: no entry '${part}'${suggestion(part, names)}: expected a number from 0 to ${data.length - 1}${names.length === 0 ? '' : `, or one of ${names.join(', ')}`}`,
      );
    }
    return data.with(index, replaceAt(data[index], path, rest, value));
  }
  const fields = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
  return { ...fields, [part]: replaceAt(fields[part], path, rest, value) };
}

function nameOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('name' in entry)) return undefined;
  return typeof entry.name === 'string' ? entry.name : undefined;
}
