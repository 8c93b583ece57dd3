import type { HyperParameterValue } from '../../records/index.ts';
import type { RecipeInput } from '../recipe.ts';

/** The network is a text of its own, and the schema is no part of the training. */
const leftOut = new Set(['network', '$schema']);

/** A recipe as hyper-parameters: fields of fields with a dot between, lists as JSON. */
export function recipeParameters(recipe: RecipeInput): Map<string, HyperParameterValue> {
  const values = new Map<string, HyperParameterValue>();
  const add = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') values.set(name, value);
    else if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [part, inner] of Object.entries(value)) add(`${name}.${part}`, inner);
    } else values.set(name, JSON.stringify(value));
  };
  for (const [name, value] of Object.entries(recipe)) if (!leftOut.has(name)) add(name, value);
  return values;
}
