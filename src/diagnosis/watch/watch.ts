import type { Course, EpochView, LayerView, Sighting, StepView, Watcher, WatchMemory, WindowView } from './watcher.ts';
import { watchers } from './watchers/index.ts';

/** A sighting, and the name of the watcher that made it. */
export interface NamedSighting {
  readonly watcher: string;
  readonly sighting: Sighting;
}

/** A training is cut into about so many windows of steps. */
const windowsOfTraining = 100;
/** Single batches are noisy, recorded means are not. */
const fewestSteps = 10;
const mostSteps = 200;
/** Samples that make the first loss worth comparing with. */
const firstSamples = 8;

/** Tells all watchers what a training shows, live or recorded, each until it has seen something. */
export class Watch {
  readonly #course: Course;
  readonly #length: number;
  readonly #memories = new Map<string, WatchMemory>();
  /** Sums over the window that fills, and the first loss. */
  #own: WatchMemory = {};

  constructor(course: Course) {
    this.#course = course;
    const least = course.batchSize === undefined ? 1 : fewestSteps;
    this.#length = Math.min(mostSteps, Math.max(least, Math.round(course.steps / windowsOfTraining)));
  }

  /** A step that was made; its numbers may be not finite. */
  step({ step, loss, gradientNorm, learningRate }: StepView): NamedSighting[] {
    if (!Number.isFinite(loss) || (gradientNorm !== undefined && !Number.isFinite(gradientNorm))) {
      return this.notFinite(step, undefined);
    }
    const own = this.#own;
    const count = (own.count ?? 0) + 1;
    own.count = count;
    own.points = (own.points ?? 0) + 1;
    // The first loss, or the mean of the first few of small batches.
    const firsts = Math.ceil(firstSamples / (this.#course.batchSize ?? firstSamples));
    if (own.points <= firsts) own.first = (own.first ?? 0) + (loss - (own.first ?? 0)) / own.points;
    own.last = loss;
    own.sum = (own.sum ?? 0) + loss;
    own.squares = (own.squares ?? 0) + loss * loss;
    if (gradientNorm !== undefined) {
      own.gradients = (own.gradients ?? 0) + gradientNorm;
      own.gradientCount = (own.gradientCount ?? 0) + 1;
    }
    if (learningRate !== undefined) {
      own.rate = learningRate;
      own.peak = Math.max(own.peak ?? 0, learningRate);
    }
    if (count < this.#length) return [];
    return this.#endWindow(step, count);
  }

  /** A step that was looked into. */
  look(step: number, layers: readonly LayerView[]): NamedSighting[] {
    const { first = 1, last = first, peak = 0, rate = peak } = this.#own;
    const look = { step, layers, lossShare: first > 0 ? last / first : 1, rateShare: peak > 0 ? rate / peak : 1 };
    return this.#tell((watcher, memory) => watcher.onLook?.(memory, look, this.#course));
  }

  epoch(epoch: EpochView): NamedSighting[] {
    if (!Number.isFinite(epoch.loss)) return [];
    return this.#tell((watcher, memory) => watcher.onEpoch?.(memory, epoch, this.#course));
  }

  /** @param origin where the first number arose that is not finite, in words, where it is known */
  notFinite(
    step: number,
    origin: { readonly layer: string; readonly description: string } | undefined,
  ): NamedSighting[] {
    if (this.#own.notFinite === 1) return [];
    this.#own.notFinite = 1;
    const isOfData = origin?.layer === 'input';
    const isOfLayer = origin !== undefined && !isOfData && origin.layer !== 'parameters';
    return [
      {
        watcher: 'not-finite',
        sighting: {
          step,
          ...(isOfLayer ? { layer: origin.layer } : {}),
          says: `the loss or a gradient is not finite${origin === undefined ? '' : `; it began in ${origin.description}`}${isOfData ? ', in the data themselves: netwright check lists such values' : ''}`,
          causes: isOfData
            ? []
            : [
                { rule: 'learning-rate-too-high', likelihood: 0.6 },
                { rule: 'exploding-gradient', likelihood: 0.5 },
                { rule: 'unscaled-inputs', likelihood: 0.3 },
              ],
        },
      },
    ];
  }

  /** All that it remembers, so that what goes on from a checkpoint repeats nothing. */
  save(): Record<string, number> {
    const numbers: Record<string, number> = {};
    for (const [name, value] of Object.entries(this.#own)) numbers[`/${name}`] = value;
    for (const [watcher, memory] of this.#memories) {
      for (const [name, value] of Object.entries(memory)) numbers[`${watcher}/${name}`] = value;
    }
    return numbers;
  }

  restore(numbers: Readonly<Record<string, number>>): void {
    this.#own = {};
    this.#memories.clear();
    for (const [key, value] of Object.entries(numbers)) {
      const cut = key.indexOf('/');
      const memory = cut === 0 ? this.#own : this.#memoryOf(key.slice(0, cut));
      memory[key.slice(cut + 1)] = value;
    }
  }

  #endWindow(step: number, count: number): NamedSighting[] {
    const own = this.#own;
    const mean = own.sum! / count;
    const variance = Math.max(0, own.squares! / count - mean * mean);
    own.index = (own.index ?? 0) + 1;
    const window: WindowView = {
      step,
      loss: mean,
      lossError: Math.sqrt(variance / count),
      gradientNorm: own.gradientCount ? own.gradients! / own.gradientCount : undefined,
      learningRate: own.rate,
      index: own.index,
      progress: Math.min(1, own.points! / Math.max(1, this.#course.steps)),
    };
    own.count = own.sum = own.squares = own.gradients = own.gradientCount = 0;
    return this.#tell((watcher, memory) => watcher.onWindow?.(memory, window, this.#course, own.first!));
  }

  #tell(tell: (watcher: Watcher, memory: WatchMemory) => Sighting | undefined): NamedSighting[] {
    const seen: NamedSighting[] = [];
    for (const watcher of watchers) {
      const memory = this.#memoryOf(watcher.name);
      if (memory.told === 1) continue;
      const sighting = tell(watcher, memory);
      if (sighting === undefined) continue;
      this.#memories.set(watcher.name, { told: 1 });
      seen.push({ watcher: watcher.name, sighting });
    }
    return seen;
  }

  #memoryOf(name: string): WatchMemory {
    const known = this.#memories.get(name);
    if (known !== undefined) return known;
    const made: WatchMemory = {};
    this.#memories.set(name, made);
    return made;
  }
}
