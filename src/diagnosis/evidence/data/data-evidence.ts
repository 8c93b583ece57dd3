import { elementCount, RandomStream } from '../../../core/index.ts';
import { type Dataset, findRepeatedSamples } from '../../../data/index.ts';
import type { Subject } from '../../subject.ts';
import type { DiagnosisTask } from '../../task.ts';
import { type Conflicts, findConflicts } from './conflicts.ts';
import { type Matrix, takeRows } from './matrix.ts';
import {
  type Closeness,
  closeness,
  type Learner,
  type LearnerName,
  learnerNames,
  makeLearners,
} from './reference-learner.ts';
import { drawSamples, encodeTargets, type Samples } from './samples.ts';
import { deviationOf, measureSignal, type Signal, sum } from './signal.ts';
import { type ColumnStatistics, columnStatistics, fold, whiten } from './whitening.ts';

/** What the inputs of a part say of its targets. */
export interface PartSignal extends Signal {
  /** The learner that answers best. */
  readonly learner: LearnerName;
  /** Deviations by which the skill exceeds what shuffled targets give, with the best learner for those. */
  readonly surprise: number;
}

/** Shuffles that tell what skill chance gives. */
const shuffles = 20;
/** Columns of targets that are shuffled; more are added up under random signs. */
const mostShuffledColumns = 8;
/** Samples that two signals need to be compared at all. */
const fewestSamples = 30;
/** Samples of each part that are told apart. */
const mostOfEach = 200;
/** Rows by which targets may have slipped against their inputs. */
const slips = [-1, 1, -2, 2, -3, 3];

/** A part of the data, its inputs whitened by its own statistics, and learners on it. */
interface Part {
  readonly samples: Samples;
  readonly statistics: ColumnStatistics;
  readonly whitened: Matrix;
  readonly targets: Matrix;
  readonly learners: Record<LearnerName, Learner>;
  readonly own: Closeness;
}

/**
 * What the data say by themselves, whatever the network: how well reference learners answer within each part and from one to
 * the other. Each is measured when it is first asked for, on some hundred samples drawn under a fixed seed, in about a second.
 * All of them are undefined where there are too few samples to say anything.
 */
export class DataEvidence {
  readonly #train: Dataset;
  readonly #validation: Dataset | undefined;
  readonly #task: DiagnosisTask;
  readonly #known = new Map<string, unknown>();

  constructor({ train, validation }: Pick<Subject, 'train' | 'validation'>, task: DiagnosisTask) {
    this.#train = train;
    this.#validation = validation;
    this.#task = task;
  }

  /** Each training sample answered by what the others teach. */
  get training(): PartSignal | undefined {
    return this.#once('training', () => this.#within(this.#trainingPart));
  }

  /** Each validation sample answered by what the others of validation teach. */
  get validation(): PartSignal | undefined {
    return this.#once('validation', () => this.#within(this.#validationPart));
  }

  /** Validation samples answered by what the training samples teach: what a network is asked for. */
  get across(): Signal | undefined {
    return this.#once('across', () => this.#between(false));
  }

  /** Likewise, with the inputs of each part whitened by its own statistics: what differs in scale and mean is undone. */
  get realigned(): Signal | undefined {
    return this.#once('realigned', () => this.#between(true));
  }

  /** Training samples whose targets are those of another row: the best slip of a few rows, where it gives the targets back. */
  get slipped(): (PartSignal & { readonly rows: number }) | undefined {
    return this.#once('slipped', () => {
      const part = this.#trainingPart;
      if (part === undefined) return undefined;
      const { indices } = part.samples;
      const found = slips.map((rows) => {
        const from = indices.map((row) => (row + rows + this.#train.length) % this.#train.length);
        const targets = this.#scaled(encodeTargets(this.#train, this.#task, from));
        return { ...this.#best(part, targets), rows };
      });
      const best = found.reduce((a, b) => (b.skill > a.skill ? b : a));
      return { ...best, surprise: this.#surprise(part, best.targets) };
    });
  }

  /** Mean and deviation of every feature in the samples of each part that were drawn. */
  get features(): { readonly training: ColumnStatistics; readonly validation: ColumnStatistics } | undefined {
    const [training, validation] = [this.#trainingPart, this.#validationPart];
    return training && validation && { training: training.statistics, validation: validation.statistics };
  }

  /**
   * Which part a sample is of, answered from its inputs by what all other samples teach; as many of each part. Both are
   * whitened by the statistics of training.
   */
  get origin(): Signal | undefined {
    return this.#once('origin', () => {
      const [training, validation] = [this.#trainingPart, this.#validationPart];
      if (training === undefined || validation === undefined) return undefined;
      const count = Math.min(training.samples.inputs.rows, validation.samples.inputs.rows, mostOfEach);
      const first = Uint32Array.from({ length: count }, (_, i) => i);
      const own = takeRows(training.whitened, first);
      const other = takeRows(whiten(validation.samples.inputs, training.statistics), first);
      const both = { ...own, rows: 2 * count, data: new Float64Array(2 * own.data.length) };
      both.data.set(own.data);
      both.data.set(other.data, own.data.length);
      const targets = { rows: 2 * count, columns: 2, data: new Float64Array(4 * count) };
      for (let row = 0; row < targets.rows; row++) targets.data[2 * row + (row < count ? 0 : 1)] = 1;
      const near = closeness(both, both);
      const learners = makeLearners(near);
      return learnerNames
        .map((learner) => measureSignal('yes-no', learners[learner].leaveOneOut(targets), targets))
        .reduce((a, b) => (b.skill > a.skill ? b : a));
    });
  }

  /** Equal inputs with other targets, among the training samples that were drawn. */
  get conflicts(): Conflicts | undefined {
    return this.#once('conflicts', () => this.#trainingPart && findConflicts(this.#trainingPart.samples));
  }

  /** Validation samples that training has, too; undefined without validation. */
  get repeated(): ReturnType<typeof findRepeatedSamples> | undefined {
    return this.#once('repeated', () => this.#validation && findRepeatedSamples(this.#train, this.#validation));
  }

  get #trainingPart(): Part | undefined {
    return this.#once('training part', () => this.#part(this.#train));
  }

  get #validationPart(): Part | undefined {
    return this.#once('validation part', () => this.#validation && this.#part(this.#validation));
  }

  #once<Value>(name: string, measure: () => Value): Value {
    if (!this.#known.has(name)) this.#known.set(name, measure());
    return this.#known.get(name) as Value;
  }

  #part(dataset: Dataset): Part | undefined {
    if (dataset.length < fewestSamples || elementCount(dataset.target!.shape) === 0) return undefined;
    const samples = this.#once(`samples of ${dataset === this.#train}`, () => drawSamples(dataset, this.#task));
    if (samples.indices.length < fewestSamples) return undefined;
    const statistics = columnStatistics(samples.inputs);
    const whitened = whiten(samples.inputs, statistics);
    const own = closeness(whitened, whitened);
    return { samples, statistics, whitened, own, targets: this.#scaled(samples.targets), learners: makeLearners(own) };
  }

  /** Numbers to predict, by the mean and the deviation that the training samples have. */
  #scaled(targets: Matrix): Matrix {
    if (this.#task.kind !== 'numbers') return targets;
    const { mean, deviation } = this.targetScale;
    const { columns } = targets;
    const data = targets.data.map((value, i) => (value - mean[i % columns]!) / (deviation[i % columns]! || 1));
    return { ...targets, data };
  }

  /** Mean and deviation of each column of the training targets, by which answers and targets of numbers are scaled here. */
  get targetScale(): ColumnStatistics {
    return this.#once('target scale', () =>
      columnStatistics(this.#once('samples of true', () => drawSamples(this.#train, this.#task)).targets),
    );
  }

  #within(part: Part | undefined): PartSignal | undefined {
    return part && this.#signal(part, part.targets);
  }

  #signal(part: Part, targets: Matrix): PartSignal {
    return { ...this.#best(part, targets), surprise: this.#surprise(part, targets) };
  }

  /** The answers of the learner that does best for some targets. */
  #best({ learners }: Part, targets: Matrix): Signal & { readonly learner: LearnerName } {
    return learnerNames
      .map((learner) => ({
        learner,
        ...measureSignal(this.#task.kind, learners[learner].leaveOneOut(targets), targets),
      }))
      .reduce((a, b) => (b.skill > a.skill ? b : a));
  }

  /** Deviations by which the best skill for some targets exceeds that for the same targets in other orders. */
  #surprise(part: Part, targets: Matrix): number {
    const folded = fold(targets, mostShuffledColumns);
    const skill = (wanted: Matrix) => this.#best(part, wanted).skill;
    const random = new RandomStream(0, 'diagnosis/shuffles');
    const chance = Float64Array.from({ length: shuffles }, () =>
      skill(takeRows(folded, random.permutation(folded.rows))),
    );
    return (skill(folded) - sum(chance) / shuffles) / Math.max(deviationOf(chance), 1e-6);
  }

  #between(isRealigned: boolean): Signal | undefined {
    const [training, validation] = [this.#trainingPart, this.#validationPart];
    const learner = this.training?.learner;
    if (training === undefined || validation === undefined || learner === undefined) return undefined;
    const inputs = isRealigned ? validation.whitened : whiten(validation.samples.inputs, training.statistics);
    const answers = training.learners[learner].answer(training.targets, closeness(inputs, training.whitened));
    return measureSignal(this.#task.kind, answers, validation.targets);
  }
}
