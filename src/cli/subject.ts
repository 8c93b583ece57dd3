import { basename, dirname, extname, resolve } from 'node:path';
import { type ConcreteShape, GraphError, UsageError } from '../core/index.ts';
import { type Dataset, inferTask, type Task } from '../data/index.ts';
import { compose, findLoss, type LayerInput, type LossChoice, type Network } from '../nn/index.ts';
import { openModel } from '../records/index.ts';
import { defaultLayers, defaultLoss, type Recipe, type RecipeInput, resolveRecipe } from '../train/index.ts';
import { isRecipePath, readRecipeFile, recipeExtensions } from './recipe-file.ts';

/** What is to be trained or summed up: a recipe, and a network where it is not to be built from the data. */
export interface Subject {
  readonly recipe: Recipe;
  /** The recipe or model file, as the user named it. */
  readonly source: string | undefined;
  /** The data that the recipe names, its path taken from the recipe's folder. */
  readonly data: string | undefined;
  /** The network of an `.onnx` file. */
  readonly network: Network | undefined;
}

/**
 * Reads MODEL.
 *
 * @param overrides fields of the recipe that options set
 * @throws UsageError, FileError
 */
export async function openSubject(model: string | undefined, overrides: RecipeInput): Promise<Subject> {
  if (model === undefined || extname(model).toLowerCase() === '.onnx') {
    const network = model === undefined ? undefined : (await openModel(model)).network;
    return { recipe: resolveRecipe(overrides), source: model, data: undefined, network };
  }
  if (!isRecipePath(model)) {
    throw new UsageError(
      `'${model}' is neither a recipe nor a model: expected a file in ${recipeExtensions.join(', ')} or .onnx`,
      { advice: 'Of the folder of a run give its recipe.json or model.onnx' },
    );
  }
  const recipe = resolveRecipe(override(await readRecipeFile(model), overrides), model);
  const data = recipe.data === undefined ? undefined : resolve(dirname(model), recipe.data);
  return { recipe, source: model, data, network: undefined };
}

/** The option `--epochs` also takes the place of the recipe's `steps`, which would count more. */
function override({ steps, ...written }: Readonly<Record<string, unknown>>, overrides: RecipeInput): unknown {
  const keepsSteps = steps !== undefined && overrides.epochs === undefined;
  return { ...written, ...(keepsSteps ? { steps } : {}), ...overrides };
}

/** A network to train and how it came about. */
export interface BuiltNetwork {
  readonly network: Network;
  readonly task: Task;
  readonly loss: LossChoice;
  /** Its layers, where it was built of layers. */
  readonly layers: readonly LayerInput[] | undefined;
  /** Where it comes from, in words. */
  readonly origin: string;
}

/** The network of a subject for some training data: its own, or the default one. Throws as `compose` does. */
export function buildNetwork({ recipe, source, network }: Subject, train: Dataset): BuiltNetwork {
  const task = inferTask(train, recipe.loss === undefined ? undefined : findLoss(recipe.loss).target !== 'numbers');
  const loss = recipe.loss ?? defaultLoss(task);
  if (network !== undefined) return { network, task, loss, layers: undefined, origin: source! };
  const layers = recipe.network ?? defaultLayers(train, task, { loss, whiten: recipe.whiten });
  const origin = recipe.network === undefined ? 'default for this data' : source!;
  try {
    const built = compose(layers, {
      inputs: inputsOf(train),
      seed: recipe.seed,
      name: source === undefined ? 'network' : basename(source, extname(source)),
      source: 'network',
    });
    return { network: built, task, loss, layers, origin };
  } catch (error) {
    throw error instanceof GraphError ? new GraphError(`${origin}: ${error.message}`, { cause: error }) : error;
  }
}

/** What a network takes: the only array as `input`, several under their own names. */
function inputsOf({ inputs }: Dataset): Readonly<Record<string, { readonly shape: ConcreteShape }>> {
  const [only] = inputs;
  if (inputs.length === 1 && only !== undefined) return { input: { shape: only.shape } };
  return Object.fromEntries(inputs.map(({ name, shape }) => [name, { shape }]));
}
