import type { Network } from '../../nn/index.ts';
import type { Executor } from '../../runtime/index.ts';
import type { StopReason } from '../../train/index.ts';
import type { Subject } from '../subject.ts';
import type { DiagnosisTask } from '../task.ts';

/** One of the article's experiments on a network that does not learn (D1 to D8). */
export interface Experiment {
  /** In kebab case: what reports and `--json` call it. */
  readonly name: string;
  /** Rows of the article that it carries out: `D1`. */
  readonly rows: readonly string[];
  /** What is done, in one sentence. */
  readonly does: string;
  /** Undefined where there is nothing to try, as a network without batch normalisation has none to remove. */
  run(context: LadderContext): Promise<RungResult | undefined>;
}

/** What an experiment works with. */
export interface LadderContext {
  readonly subject: Subject;
  readonly task: DiagnosisTask;
  readonly executor: Executor;
  /** Each change is tried under every one of them. */
  readonly seeds: readonly number[];
  /** Updates of one training. */
  readonly steps: number;
  readonly signal: AbortSignal | undefined;
  /** The subject as it is, trained for that many updates under each seed. */
  asIs(): Promise<readonly ShortTraining[]>;
}

/** A training of a few updates. */
export interface ShortTraining {
  /** Of each batch, before its update. */
  readonly losses: readonly number[];
  /** As trained; the first one where nothing could be trained. */
  readonly network: Network;
  /** On the samples that were trained on, in evaluation form. */
  readonly score: number;
  readonly outcome: StopReason['kind'] | 'refused';
}

/** What an experiment showed: plain data. */
export interface RungResult {
  /** `fail` points at a fault, `unclear` says that the experiment has no reliable answer here. */
  readonly outcome: 'pass' | 'fail' | 'unclear';
  /** What the number is: "share of right answers on the batch". */
  readonly quantity: string;
  readonly value: number | undefined;
  /** What was seen and what it means. */
  readonly says: string;
  readonly curves?: readonly LadderCurve[];
}

/** A curve to draw beside a result. */
export interface LadderCurve {
  readonly label: string;
  /** Learning rates, on a logarithmic axis; without them the steps from 1 on. */
  readonly rates?: readonly number[];
  /** Training losses. */
  readonly losses: readonly number[];
}

/** A result under the name of its experiment. */
export interface Rung extends Omit<RungResult, 'outcome'> {
  readonly name: string;
  readonly rows: readonly string[];
  readonly does: string;
  readonly outcome: RungResult['outcome'] | 'not-applicable';
}
