import type { Trial } from '../compare/index.ts';
import type { RecipeInput } from '../train/index.ts';
import type { DataSummary } from './train-messages.ts';

/** What `netwright compare` trains, the same for every worker. */
export interface CompareRequest {
  readonly model: string | undefined;
  readonly data: string | undefined;
  /** Fields of the recipe that options set. */
  readonly recipe: RecipeInput;
  /** The variation, as it was written behind `--vary`. */
  readonly vary: string;
  /** Most training samples of a trial. */
  readonly limit: number | undefined;
  /** Folder of runs; results are kept in a folder within. */
  readonly runs: string;
}

/** What a worker is started with. */
export interface CompareWorkerData {
  readonly request: CompareRequest;
  /** One int32, see `phases`, shared by all workers. */
  readonly phase: SharedArrayBuffer;
}

/** What a worker is asked for. */
export type CompareTask =
  | { readonly kind: 'trial'; readonly variant: string; readonly seed: number }
  /** Nothing more: the thread ends, in no native call. */
  | { readonly kind: 'end' };

/** A training that was made or found among the results. */
export interface TrialMessage {
  readonly kind: 'trial';
  readonly variant: string;
  readonly seed: number;
  readonly trial: Trial;
  /** Whether it was made before. */
  readonly isKept: boolean;
}

/** The subject in words, and the first seed. */
export interface ReadyMessage {
  readonly kind: 'ready';
  readonly engine: string;
  readonly data: DataSummary;
  /** Training samples of a trial. */
  readonly samples: number;
  readonly plan: string;
  readonly firstSeed: number;
}

/** What a worker tells. */
export type CompareMessage =
  | ReadyMessage
  | TrialMessage
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failure'; readonly message: string; readonly isUsage: boolean };
