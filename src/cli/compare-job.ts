import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseVariation, LossCurve, type Trial, trialSchema, type Variation, variations } from '../compare/index.ts';
import { ContentHash, DataError, RandomStream, TrainingError, UsageError } from '../core/index.ts';
import type { Dataset, DatasetSplits } from '../data/index.ts';
import { lossNameOf } from '../nn/index.ts';
import { makeFolder, replaceJson } from '../records/index.ts';
import { type Executor, openExecutor } from '../runtime/index.ts';
import {
  evaluate,
  type FitResult,
  fingerprintOf,
  fit as fitNetwork,
  networkFingerprint,
  type Recipe,
  resolveRecipe,
} from '../train/index.ts';
import type { CompareRequest, ReadyMessage } from './compare-messages.ts';
import { formatNumber, formatQuantity } from './format.ts';
import { type BuiltNetwork, buildNetwork, openSubject, type Subject } from './subject.ts';
import { InterruptWatch } from './train-handlers.ts';
import { openParts, splitForTraining, summarizeData } from './training-data.ts';
import { netwrightVersion } from './version.ts';

/** All that one training of a comparison starts from. */
interface Prepared {
  readonly recipe: Recipe;
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly built: BuiltNetwork;
}

/** Trains variants under seeds, one after the other, on one engine thread, and keeps each result in a file of its own. */
export class CompareJob {
  readonly #request: CompareRequest;
  readonly #subject: Subject;
  readonly #parts: DatasetSplits;
  readonly #executor: Executor;
  readonly #variation: Variation;
  readonly #phase: SharedArrayBuffer;

  private constructor(
    request: CompareRequest,
    phase: SharedArrayBuffer,
    subject: Subject,
    parts: DatasetSplits,
    executor: Executor,
  ) {
    this.#request = request;
    this.#phase = phase;
    this.#subject = subject;
    this.#parts = parts;
    this.#executor = executor;
    this.#variation = chooseVariation(request.vary);
  }

  /** Opens what the trainings have in common. Throws as `netwright train` does. */
  static async open(request: CompareRequest, phase: SharedArrayBuffer): Promise<CompareJob> {
    const openParted = async () => {
      const subject = await openSubject(request.model, request.recipe, (path, known) =>
        openParts(request.data ?? path, known),
      );
      return { subject, parts: await openParts(request.data ?? subject.data, subject.recipe, subject.imported) };
    };
    // Both are waited for, since a thread that ends while ONNX Runtime works for it takes the process with it.
    const [opened, executor] = await Promise.allSettled([openParted(), openExecutor({ threads: 1 })]);
    if (opened.status === 'rejected') throw opened.reason;
    if (executor.status === 'rejected') throw executor.reason;
    const { subject, parts } = opened.value;
    return new CompareJob(request, phase, subject, parts, executor.value);
  }

  /** Checks that every variant can be built, and tells what is compared. Throws {@link UsageError} where one cannot. */
  describe(): ReadyMessage {
    const { recipe } = this.#subject;
    const all = this.#variation.values.map((value) => this.#prepare(value, recipe.seed));
    const { train, validation, built } = all[0]!;
    const length =
      recipe.steps === undefined ? formatQuantity(recipe.epochs, 'epoch') : formatQuantity(recipe.steps, 'step');
    const plan = [
      lossNameOf(built.loss),
      `${recipe.optimizer.name} at ${formatNumber(recipe.optimizer.learningRate)}`,
      `batches of ${recipe.batchSize}`,
      length,
    ];
    return {
      kind: 'ready',
      engine: this.#executor.description,
      data: summarizeData({ train, validation, test: undefined }),
      samples: train.length,
      plan: plan.join(', '),
      firstSeed: recipe.seed,
    };
  }

  /** Trains one variant under one seed, or finds the result of an earlier time; `undefined` where it was interrupted. */
  async run(variant: string, seed: number): Promise<{ trial: Trial; isKept: boolean } | undefined> {
    const prepared = this.#prepare(variant, seed);
    const folder = join(this.#request.runs, 'comparisons');
    const file = join(folder, `${this.#keyOf(prepared)}.json`);
    const kept = readTrial(file);
    if (kept !== undefined) return { trial: kept, isKept: true };
    const trial = await this.#train(prepared);
    if (trial === undefined) return undefined;
    makeFolder(this.#request.runs, folder);
    replaceJson(file, trial);
    return { trial, isKept: false };
  }

  #prepare(variant: string, seed: number): Prepared {
    const variation = this.#variation;
    const place = `--vary ${variation.name}=${variant}`;
    const seeded = { ...this.#subject.recipe, seed };
    const recipe = variation.changes === 'recipe' ? resolveRecipe(variation.edit(seeded, variant), place) : seeded;
    const { train: whole, validation } = splitForTraining(this.#parts, recipe);
    if (validation === undefined) {
      throw new DataError(`${whole.source}: ${whole.length} samples leave none to validate on`, {
        advice: 'Variants are compared by validation samples: give more, or a larger validationFraction',
      });
    }
    const train = limited(whole, this.#request.limit, seed);
    const built = buildNetwork({ ...this.#subject, recipe }, train);
    if (variation.changes === 'recipe') return { recipe, train, validation, built };
    if (built.layers === undefined) throw notForModels(variation, built.origin);
    const edited = resolveRecipe(
      { ...recipe, preparation: built.preparation, network: variation.edit(built.layers, variant) },
      place,
    );
    const source = `${this.#subject.source ?? built.origin}, ${place}`;
    return {
      recipe: edited,
      train,
      validation,
      built: buildNetwork({ ...this.#subject, recipe: edited, source }, train),
    };
  }

  /** Equal for trainings that come to equal results; layers and preparation are part of the network. */
  #keyOf({ recipe, train, validation, built }: Prepared): string {
    const { network: _network, data: _data, model: _model, preparation: _preparation, ...settings } = recipe;
    const parts = [
      netwrightVersion(),
      this.#executor.description,
      networkFingerprint(built.network, built.loss, new Set()),
      fingerprintOf(train),
      fingerprintOf(validation),
      settings,
    ];
    return new ContentHash().text(JSON.stringify(parts)).digest();
  }

  async #train({ recipe, train, validation, built }: Prepared): Promise<Trial | undefined> {
    const { network, loss } = built;
    const executor = this.#executor;
    const curve = new LossCurve();
    const interrupt = new InterruptWatch(this.#phase);
    const startedAt = performance.now();
    const result = await fitNetwork(network, {
      executor,
      recipe,
      loss,
      train,
      validation,
      handlers: [{ onStepEnd: (state) => curve.onStepEnd(state) }, interrupt],
      signal: interrupt.signal,
    });
    if (result.reason.kind === 'interrupted') return undefined;
    if (result.reason.kind === 'unreadable') throw new TrainingError(result.reason.message);
    const common = {
      parameters: network.parameters.reduce((sum, name) => sum + network.graph.initializers.get(name)!.data.length, 0),
      steps: result.steps,
      stepsPerEpoch: Math.ceil(train.length / recipe.batchSize),
      seconds: (performance.now() - startedAt) / 1000,
      curve: curve.points,
    };
    const last = result.history.at(-1);
    const scores = await this.#finalScores(result, recipe, validation, built);
    if (result.reason.kind === 'non-finite' || last === undefined || !Number.isFinite(scores?.loss)) {
      const nothing = { training: { loss: Number.NaN }, validation: { loss: Number.NaN, metrics: {} } };
      return { reason: 'not finite', ...common, ...nothing };
    }
    return {
      reason: 'completed',
      ...common,
      training: { loss: last.loss },
      validation: { ...scores!, metrics: { ...scores!.metrics } },
    };
  }

  /** Scores of the network as training left it, which early stopping takes back to its best epoch. */
  #finalScores({ network, history }: FitResult, recipe: Recipe, validation: Dataset, { loss }: BuiltNetwork) {
    if (recipe.earlyStopping === undefined) return history.at(-1)?.validation;
    const { batchSize, metrics } = recipe;
    return evaluate(network, validation, loss, {
      executor: this.#executor,
      batchSize,
      ...(metrics === undefined ? {} : { metrics }),
    });
  }
}

/** The first samples in an order of the seed's, at most so many. */
function limited(train: Dataset, limit: number | undefined, seed: number): Dataset {
  if (limit === undefined || limit >= train.length) return train;
  return train.subset(new RandomStream(seed, 'compare/limit').permutation(train.length).slice(0, limit).sort());
}

function readTrial(file: string): Trial | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return trialSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    // A damaged result is made again.
    return undefined;
  }
}

function notForModels({ name }: Variation, origin: string): UsageError {
  const fitting = variations.filter(({ changes }) => changes === 'recipe').map((variation) => variation.name);
  return new UsageError(
    `--vary ${name} changes the layers of a recipe or of a default network, and ${origin} is a network from a file`,
    { advice: `For that there are ${fitting.join(', ')}, and fields of the recipe with values` },
  );
}
