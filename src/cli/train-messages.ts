import type { Device, ExecutorName } from '../runtime/index.ts';
import type { EpochRecord, RecipeInput, Scores } from '../train/index.ts';
import type { NetworkSummary } from './network-summary.ts';

/** What the user asked for on the command line. */
export interface TrainRequest {
  readonly model: string | undefined;
  readonly data: string | undefined;
  /** Fields of the recipe that options set. */
  readonly recipe: RecipeInput;
  /** A file of weights to begin with. */
  readonly weights: string | undefined;
  /** Whether a network from a file gets fresh weights. */
  readonly reinitialize: boolean;
  readonly device: Device | undefined;
  readonly engine: ExecutorName | undefined;
  readonly threads: number | undefined;
  readonly runs: string;
  readonly name: string | undefined;
  /** A run to go on with: its folder, a checkpoint's file, `last` or `best`. */
  readonly resume: string | undefined;
  /** How checkpoints are saved; undefined for none. */
  readonly checkpoints: { readonly everySteps?: number; readonly keepBest?: number } | undefined;
  /** Whether the run is logged as event files. */
  readonly log: boolean;
  /** Whether the training is watched, and ended where something is found. */
  readonly watch: 'no' | 'warn' | 'stop';
}

/** What the training worker is started with. */
export interface TrainWorkerData {
  readonly request: TrainRequest;
  /** One int32, see {@link phases}: shared, since messages do not arrive while an engine holds the thread. */
  readonly phase: SharedArrayBuffer;
  /** `performance.timeOrigin` of the process, in ms. */
  readonly processStart: number;
}

/** Where the worker is, and what the main thread asks of it. */
export const phases = { preparing: 0, training: 1, stopping: 2 } as const;

/** The data in words. */
export interface DataSummary {
  readonly source: string;
  /** `9 features`, `images of 28 × 28`. */
  readonly inputs: string;
  /** `target 'MPG'`, `10 classes`. */
  readonly target: string;
  readonly samples: Readonly<Partial<Record<'train' | 'validation' | 'test', number>>>;
}

/** How a training stands. */
export interface TrainProgress {
  /** 1 for the first. */
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  /** Mean over the epoch so far. */
  readonly loss: number;
  readonly learningRate: number;
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
}

/** The result of a training, also what `--json` prints and `result.json` holds. */
export interface TrainOutcome {
  readonly reason:
    | 'completed'
    | 'stopped early'
    | 'interrupted'
    | 'fault found'
    | 'not finite'
    | 'data unreadable'
    | 'engine failed';
  /** One sentence, where there is more to say than the reason. */
  readonly explanation?: string;
  /** The run's folder; absent where no step was made. */
  readonly run?: string;
  readonly model?: string;
  readonly engine: string;
  readonly netwright: string;
  readonly parameters: number;
  readonly loss: string;
  readonly epochs: number;
  readonly steps: number;
  /** Time of the training itself, validation included. */
  readonly seconds: number;
  /** From the start of the process to the end of the first step. */
  readonly secondsToFirstStep?: number;
  /** Mean over the last whole epoch, while it ran. */
  readonly training?: { readonly loss: number };
  readonly validation?: Scores;
  readonly test?: Scores;
}

/** What the worker tells the main thread, in this order. */
export type TrainMessage =
  | { readonly kind: 'engine'; readonly description: string; readonly fallbackReason: string | undefined }
  | { readonly kind: 'data'; readonly data: DataSummary }
  /** Something to know about, such as a checkpoint that could not be written; at any time. */
  | { readonly kind: 'note'; readonly text: string }
  /** What a watcher saw, in words. */
  | { readonly kind: 'finding'; readonly message: string }
  | {
      readonly kind: 'network';
      /** Where it comes from, in words. */
      readonly origin: string;
      /** Loss, optimizer, batches and length of the training, in words. */
      readonly plan: string;
      readonly network: NetworkSummary;
      /** What there is to know of an imported network, a paragraph each. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'progress'; readonly progress: TrainProgress }
  | { readonly kind: 'epoch'; readonly record: EpochRecord; readonly progress: TrainProgress }
  | {
      readonly kind: 'end';
      readonly outcome: TrainOutcome;
      /** The data that it was trained on, to name them in the next command. */
      readonly data: string;
      /** The outcome as JSON. */
      readonly json: string;
    }
  /** An error that netwright threw on purpose; others end the worker. */
  | { readonly kind: 'failure'; readonly message: string; readonly isUsage: boolean };
