/** Variations: in what otherwise equal trainings may differ; one file each. */
import { suggestion, UsageError } from '../../core/index.ts';
import { activation } from './activation.ts';
import { batchSize } from './batch-size.ts';
import { initialization } from './initialization.ts';
import { learningRate } from './learning-rate.ts';
import { optimizer } from './optimizer.ts';
import { pooling } from './pooling.ts';
import { recipePath, variableFields } from './recipe-path.ts';
import type { Variation } from './variation.ts';
import { width } from './width.ts';

export type { LayerVariation, RecipeVariation, Variation } from './variation.ts';

/** Every named variation. */
export const variations: readonly Variation[] = [
  initialization,
  width,
  pooling,
  optimizer,
  activation,
  learningRate,
  batchSize,
];

/**
 * The variation that a text asks for: `init`, `width=16,64` for some of its variants, or `optimizer.beta1=0.8,0.9` for any
 * field of a recipe. Commas within brackets, braces and quotes belong to the value.
 *
 * @throws UsageError where there is none of that name, or fewer than two variants
 */
export function chooseVariation(text: string): Variation {
  const [name, list] = splitOnce(text, '=');
  const values = list === undefined ? undefined : splitValues(list);
  const named = variations.find((variation) => variation.name === name);
  if (named === undefined && values === undefined) throw unknown(name);
  const variation: Variation =
    named === undefined ? recipePath(name, values!) : values === undefined ? named : { ...named, values };
  if (variation.values.length < 2 || new Set(variation.values).size < variation.values.length) {
    throw new UsageError(`--vary ${text}: expected two or more different values, such as ${name}=a,b`);
  }
  return variation;
}

function unknown(name: string): UsageError {
  const names = variations.map((variation) => variation.name);
  const isField = variableFields.includes(name.split('.')[0]!);
  if (isField) return new UsageError(`--vary ${name}: give the values to compare, such as ${name}=a,b`);
  return new UsageError(
    `--vary ${name}: unknown variation${suggestion(name, names)}; expected ${names.join(', ')}, or a field of the recipe with values, such as optimizer.beta1=0.8,0.9`,
  );
}

function splitOnce(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

function splitValues(list: string): string[] {
  const values = [''];
  let depth = 0;
  let quoted = false;
  for (const character of list) {
    if (character === '"') quoted = !quoted;
    if (!quoted && '[{'.includes(character)) depth++;
    if (!quoted && ']}'.includes(character)) depth--;
    if (character === ',' && depth === 0 && !quoted) values.push('');
    else values[values.length - 1] += character;
  }
  return values.map((value) => value.trim()).filter((value) => value !== '');
}
