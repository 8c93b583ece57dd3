import { basename, dirname, extname, resolve } from 'node:path';
import { type ConcreteShape, GraphError, UsageError } from '../core/index.ts';
import {
  categoriesByColumn,
  type Dataset,
  fitPreparation,
  inferTask,
  type PreparationChoice,
  type Task,
} from '../data/index.ts';
import {
  fitToLoss,
  type ImportedModel,
  type ImportNote,
  isModelDescription,
  loadWeights,
  openNetwork,
} from '../importers/index.ts';
import {
  compose,
  type FittedPreparation,
  findLoss,
  type LayerInput,
  type LossChoice,
  type Network,
  preparedShape,
  withPreparation,
} from '../nn/index.ts';
import { defaultLayers, defaultLoss, type Recipe, type RecipeInput, resolveRecipe } from '../train/index.ts';
import { isRecipePath, readRecipeFile } from './recipe-file.ts';

/** What is to be trained or summed up: a recipe, and a network where it is not to be built from the data. */
export interface Subject {
  readonly recipe: Recipe;
  /** The recipe or model file, as the user named it. */
  readonly source: string | undefined;
  /** The data that the recipe names, its path taken from the recipe's folder. */
  readonly data: string | undefined;
  /** The network of a model file. */
  readonly imported: ImportedModel | undefined;
}

/**
 * Reads MODEL: a recipe, which may name a model file, or a model of any format. What the file says of its training is
 * the base that recipe and options override.
 *
 * @param overrides fields of the recipe that options set
 * @param openData opens the data, which is done before the network only where that cannot be read without; `path` is
 *   where the recipe says that they are
 * @throws UsageError, FileError
 */
export async function openSubject(
  model: string | undefined,
  overrides: RecipeInput,
  openData?: (path: string | undefined, recipe: Recipe) => Promise<{ readonly train: Dataset }>,
): Promise<Subject> {
  /** The lengths of axes that the file leaves open come from the data. */
  const openImported = (path: string, data: string | undefined, recipe: Recipe) =>
    openNetwork(path, openData && { dataInputs: async () => (await openData(data, recipe)).train.inputs });

  if (model === undefined) {
    return { recipe: resolveRecipe(overrides), source: model, data: undefined, imported: undefined };
  }
  const written = await readRecipe(model);
  if (written === undefined) {
    const imported = await openImported(model, undefined, resolveRecipe(overrides, model));
    const recipe = resolveRecipe(override(recipeOf(imported), overrides), model);
    return { recipe, source: model, data: recipe.data, imported };
  }
  const checked = resolveRecipe(override(written, overrides), model);
  const data = checked.data === undefined ? undefined : resolve(dirname(model), checked.data);
  if (checked.model === undefined) return { recipe: checked, source: model, data, imported: undefined };
  if (checked.network !== undefined) {
    throw new UsageError(`${model}: gives both 'network' and 'model': expected the layers or the file of a network`);
  }
  const imported = await openImported(resolve(dirname(model), checked.model), data, checked);
  const recipe = resolveRecipe(override(override(recipeOf(imported), written), overrides), model);
  return { recipe, source: model, data: data ?? imported.recipe.data, imported };
}

/** What a model says of its training, without the preparation that is part of its network already. */
function recipeOf({ recipe, network }: ImportedModel): RecipeInput {
  const { preparation: _done, ...rest } = recipe;
  return network.preparation === undefined ? recipe : rest;
}

/** The subject with other first values for the network of its file. Throws {@link UsageError} where it has none. */
export function withFreshWeights(subject: Subject): Subject {
  const { imported, recipe } = subject;
  if (imported === undefined) {
    throw new UsageError('--reinitialize is for a network from a file; other networks begin with fresh weights anyway');
  }
  return { ...subject, imported: { ...imported, network: imported.reinitialize(recipe.seed) } };
}

/** What a recipe file holds; undefined where the path names a model. */
async function readRecipe(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (!isRecipePath(path)) return undefined;
  const written = await readRecipeFile(path);
  return isModelDescription(written) ? undefined : written;
}

/**
 * A recipe with other values for some of its fields. `epochs` also takes the place of `steps`, which would count more;
 * and another optimizer that of the learning rate, which belongs to the one before. Choices of a preparation change but
 * parts of the one before.
 */
export function override(
  { steps, learningRate, ...base }: Readonly<Record<string, unknown>>,
  overrides: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { preparation: general } = base;
  const { preparation: special } = overrides;
  return {
    ...base,
    ...(steps !== undefined && overrides.epochs === undefined ? { steps } : {}),
    ...(learningRate !== undefined && overrides.optimizer === undefined ? { learningRate } : {}),
    ...overrides,
    ...(isObject(general) && isObject(special) ? { preparation: { ...general, ...special } } : {}),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A network to train and how it came about. */
export interface BuiltNetwork {
  readonly network: Network;
  readonly task: Task;
  readonly loss: LossChoice;
  /** What its data go through, as part of it. */
  readonly preparation: PreparationChoice;
  /** Its layers, where it was built of layers. */
  readonly layers: readonly LayerInput[] | undefined;
  /** Where it comes from, in words. */
  readonly origin: string;
  /** What there is to know of an imported network. */
  readonly notes: readonly ImportNote[];
}

/** The network of a subject for some training data: its own, or the default one. Throws as `compose` does. */
export function buildNetwork({ recipe, source, imported }: Subject, train: Dataset): BuiltNetwork {
  const task = inferTask(train, recipe.loss === undefined ? undefined : findLoss(recipe.loss).target !== 'numbers');
  const loss = recipe.loss ?? defaultLoss(task);
  const isOwn = imported !== undefined || recipe.network !== undefined;
  const preparation = recipe.preparation ?? (isOwn ? 'none' : 'auto');
  const fitted = fitPreparation(train, preparation, { scaleTarget: findLoss(loss).output === 'numbers' });
  const prepare = (given: Network) => (fitted === undefined ? given : withPreparation(given, fitted));
  const rest = { task, loss, preparation };
  if (fitted === undefined && imported?.network.preparation === undefined) refuseTexts(train, isOwn);
  if (imported !== undefined) {
    const { network, notes } = fitToLoss(imported.network, loss);
    const allNotes = [...imported.notes, ...notes];
    return { ...rest, network: prepare(network), layers: undefined, origin: imported.path, notes: allNotes };
  }
  const layers = recipe.network ?? defaultLayers(train, task, { loss });
  const origin = recipe.network === undefined ? 'default for this data' : source!;
  try {
    const built = compose(layers, {
      inputs: inputsOf(train, fitted),
      seed: recipe.seed,
      name: source === undefined ? 'network' : basename(source, extname(source)),
      source: 'network',
    });
    return { ...rest, network: prepare(built), layers, origin, notes: [] };
  } catch (error) {
    throw error instanceof GraphError ? new GraphError(`${origin}: ${error.message}`, { cause: error }) : error;
  }
}

/** Codes of texts mean nothing as numbers. */
function refuseTexts(train: Dataset, isOwn: boolean): void {
  const [column] = Object.keys(categoriesByColumn(train) ?? {});
  if (column === undefined) return;
  throw new UsageError(
    `${train.source}: column '${column}' holds texts, and no preparation makes numbers of them${isOwn ? ': a network of your own has none unless you ask for it' : ''}`,
    { advice: `Leave the column out (--ignore ${column}), or give the recipe preparation: auto` },
  );
}

/** What a network takes: the only array as `input`, several under their own names. */
function inputsOf(
  { inputs }: Dataset,
  fitted: FittedPreparation | undefined,
): Readonly<Record<string, { readonly shape: ConcreteShape }>> {
  const shapes = inputs.map(({ shape }, index) =>
    fitted === undefined ? shape : preparedShape(fitted.inputs[index]!),
  );
  if (inputs.length === 1) return { input: { shape: shapes[0]! } };
  return Object.fromEntries(inputs.map(({ name }, index) => [name, { shape: shapes[index]! }]));
}

/** The same with the weights of a file, where one is named. Throws as `loadWeights` does. */
export async function withWeights(built: BuiltNetwork, path: string | undefined): Promise<BuiltNetwork> {
  if (path === undefined) return built;
  const { network, notes } = await loadWeights(built.network, path);
  return { ...built, network, notes: [...built.notes, ...notes] };
}
