import { isNetwrightError } from '../../core/index.ts';
import type { Dataset } from '../../data/browser.ts';
import { EventFileWriter, stringifyJson } from '../../records/index.ts';
import type { EpochRecord } from '../epoch-record.ts';
import { SampleLog } from '../event-log/log-samples.ts';
import { histogramBins, logStatistics } from '../event-log/log-statistics.ts';
import { LookSchedule } from '../event-log/look-schedule.ts';
import { recipeParameters } from '../event-log/recipe-parameters.ts';
import type { Handler, StatisticsRequest, StopReason, TrainingState } from '../events.ts';
import type { StepStatistics } from '../probe.ts';
import type { RecipeInput } from '../recipe.ts';

/** What {@link EventLog} writes, and where. */
export interface LogEventsOptions {
  /** Folder of the run; where it is not known yet, it is asked for again after the next step. */
  readonly folder: () => string | undefined;
  /** The recipe with everything resolved: the hyper-parameters. */
  readonly recipe: RecipeInput;
  /** Samples of which the first are shown as pictures, where they are images. */
  readonly samples?: Dataset | undefined;
  /** What there is to say of the network and the data; Markdown, one point each. */
  readonly notes?: readonly string[] | undefined;
  /** Which steps are looked into, where others share the looks; by default a schedule of its own. */
  readonly looks?: LookSchedule | undefined;
  /** Hears that nothing is written any more; training goes on. By default nothing hears it. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Of every step. */
const stepTags = ['loss/train', 'grad_norm'];
/** Layers that put out more numbers than this together get no histograms: they would have to be copied. */
const mostHistogramElements = 1 << 23;

/**
 * Writes a training as TensorBoard's event files: every step's loss and gradient norm; validation, learning rate and
 * throughput after every epoch; what the layers look like inside, and what the network makes of some samples, as often as a
 * four-hundredth of the time allows; the recipe as hyper-parameters. docs/event-files.md lists the tags.
 *
 * The parameters that training arrives at are the same, bit by bit.
 */
export class EventLog implements Handler {
  readonly statistics: StatisticsRequest;
  readonly #options: LogEventsOptions;
  readonly #looks: LookSchedule;
  readonly #samples: SampleLog | undefined;
  #writer: EventFileWriter | undefined;
  #isOver = false;
  #startStep: number | undefined;
  #learningRate: number | undefined;
  readonly #stepValues = new Float64Array(stepTags.length);
  /** What was seen in the step that runs. */
  #look: StepStatistics | undefined;
  #elements = Number.POSITIVE_INFINITY;
  /** The step of the last outputs that were shown. */
  #picturesAt = 0;

  constructor(options: LogEventsOptions) {
    this.#options = options;
    this.#looks = options.looks ?? new LookSchedule();
    this.#samples = options.samples && new SampleLog(options.samples);
    const hasHistograms = () => this.#elements <= mostHistogramElements;
    this.statistics = {
      every: (state) => !this.#isOver && this.#looks.isDue(state),
      get histogramBins() {
        return hasHistograms() ? histogramBins : 0;
      },
      onStatistics: (statistics) => {
        this.#look = statistics;
      },
    };
  }

  onTrainBegin({ step }: TrainingState): void {
    if (step > 0) this.#startStep = step + 1;
  }

  onStepEnd(state: TrainingState): void {
    this.#guard(() => {
      const writer = this.#writer ?? this.#open(state);
      if (writer === undefined) return;
      const { step, learningRate } = state;
      const values = this.#stepValues;
      values[0] = state.loss;
      values[1] = state.gradientNorm;
      writer.scalars(stepTags, values, step);
      if (learningRate !== this.#learningRate) writer.scalar('lr', learningRate, step);
      this.#learningRate = learningRate;
      if (this.#look !== undefined) this.#logLook(writer, this.#look, state);
    });
  }

  async onEpochEnd(state: TrainingState, record: EpochRecord): Promise<void> {
    const writer = this.#writer;
    const { step, validation } = record;
    if (writer === undefined) return;
    this.#guard(() => {
      this.#logPlace(writer, state, step);
      writer.scalar('epoch', record.epoch, step);
      writer.scalar('lr', record.learningRate, step);
      writer.scalar('loss/train_epoch', record.loss, step);
      if (validation === undefined) return;
      writer.scalar('loss/val', validation.loss, step);
      for (const [name, value] of Object.entries(validation.metrics)) writer.scalar(`metric/${name}/val`, value, step);
      for (const [name, value] of Object.entries(validation.outputLosses ?? {})) {
        writer.scalar(`loss/${name}/val`, value, step);
      }
    });
    const isLast = state.step >= state.totalSteps;
    if (this.#samples?.hasOutputs && (isLast || this.#looks.isOpen(state, this.#picturesAt)))
      await this.#logOutputs(state);
  }

  /** A text of another handler, where anything is written. */
  text(tag: string, text: string, step: number): void {
    this.#guard(() => this.#writer?.text(tag, text, step));
  }

  onStop(state: TrainingState, reason: StopReason): void {
    this.#guard(() => {
      const writer = this.#writer;
      if (writer === undefined) return;
      if (reason.kind === 'non-finite') {
        writer.scalar('loss/train', state.loss, reason.step);
        writer.scalar('grad_norm', state.gradientNorm, reason.step);
        if (this.#look?.step === reason.step) logStatistics(writer, this.#look, state.network());
      }
      writer.text('stop', describeStop(reason), state.step);
      const isFine = reason.kind === 'completed' || reason.kind === 'handler';
      writer.endSession(isFine ? 'success' : reason.kind === 'interrupted' ? 'unknown' : 'failure');
      writer.close();
    });
    this.#writer = undefined;
    this.#isOver = true;
  }

  #open(state: TrainingState): EventFileWriter | undefined {
    const folder = this.#options.folder();
    if (folder === undefined || this.#isOver) return undefined;
    const { recipe, notes = [] } = this.#options;
    const writer = new EventFileWriter(folder, { startStep: this.#startStep });
    this.#writer = writer;
    writer.hyperparameters(recipeParameters(recipe));
    writer.layout([
      { title: 'training', charts: [{ title: 'loss, training and validation', tags: ['^loss/(train_epoch|val)$'] }] },
    ]);
    writer.text('recipe', `\`\`\`json\n${stringifyJson(recipe, 2)}\n\`\`\``, state.step);
    if (notes.length > 0) writer.text('notes', notes.map((note) => `* ${note}`).join('\n'), state.step);
    this.#samples?.begin(writer, state.step);
    return writer;
  }

  #logLook(writer: EventFileWriter, look: StepStatistics, state: TrainingState): void {
    this.#look = undefined;
    logStatistics(writer, look, state.network());
    this.#logPlace(writer, state, state.step);
    this.#elements = look.layers.reduce((sum, { elements }) => sum + elements, 0);
    this.#looks.count();
  }

  /** Where in time a step is. */
  #logPlace(writer: EventFileWriter, { samplesPerSecond, stepsPerEpoch }: TrainingState, step: number): void {
    writer.scalar('throughput/samples_per_second', samplesPerSecond, step);
    if (step % stepsPerEpoch !== 0) writer.scalar('epoch', step / stepsPerEpoch, step);
  }

  async #logOutputs(state: TrainingState): Promise<void> {
    const writer = this.#writer;
    if (writer === undefined) return;
    const start = performance.now();
    this.#picturesAt = state.step;
    try {
      await this.#samples!.outputs(writer, state);
    } catch (error) {
      this.#giveUp(error);
    }
    this.#looks.spend(performance.now() - start);
  }

  #guard(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** Where the disk takes no more, training goes on without. */
  #giveUp(error: unknown): void {
    if (!isNetwrightError(error)) throw error;
    this.#writer = undefined;
    this.#isOver = true;
    this.#options.onWarning?.(`events are no longer logged: ${error.message}`);
  }
}

function describeStop(reason: StopReason): string {
  switch (reason.kind) {
    case 'completed':
      return 'Training came to its end.';
    case 'interrupted':
      return 'Training was interrupted.';
    case 'non-finite':
      return `Step ${reason.step}: the loss or a gradient is not finite${
        reason.origin === undefined ? '' : `; it began in ${reason.origin.description}`
      }.`;
    case 'engine-failure':
      return `Step ${reason.step}: the engine failed: ${reason.message}`;
    default:
      return reason.message;
  }
}
