import type { Family } from '../families.ts';
import type { LadderReport } from '../ladder/run-ladder.ts';
import type { RemedyName } from '../remedies/index.ts';
import type { Measurement } from '../rules/rule.ts';

/**
 * What a diagnosis says, plain data: `--json` prints it, and `report.json` holds it.
 *
 * - `faulty`: something was found that a trial or a measurement confirmed;
 * - `healthy`: nothing that was tried makes a difference worth naming;
 * - `no-signal`: neither the network as it is nor the whole recipe does better than a constant answer;
 * - `inconclusive`: the budget ended before the answer was clear.
 */
export interface Diagnosis {
  readonly verdict: 'faulty' | 'healthy' | 'no-signal' | 'inconclusive';
  /** The verdict in one sentence. */
  readonly summary: string;
  /** Confirmed causes by effect, then refuted, then not tested. */
  readonly causes: readonly Cause[];
  /** Worth knowing, though it keeps no network from learning; undefined where there is nothing. */
  readonly notes?: readonly Pick<Cause, 'rule' | 'family' | 'title' | 'layer' | 'reason'>[];
  /** The smallest set of changes found that cures, in the order they are applied. */
  readonly minimalFix: readonly Fix[];
  /** The whole minimal fix as one patch, in the user's own terms; undefined where there is none. */
  readonly patch?: Pick<Fix, 'recipe' | 'keras' | 'pytorch'>;
  readonly before: Outcome;
  /** With the minimal fix, on the full budget; undefined where there is none. */
  readonly after: Outcome | undefined;
  /** With every remedy that is suspected at once; undefined where it was not reached. */
  readonly recipe?: Outcome;
  readonly cost: { readonly trials: number; readonly seconds: number };
  readonly seeds: {
    readonly used: readonly number[];
    /** Share of the seeds under which the training as it is reached no more than half the gain. */
    readonly failuresBefore: number;
    readonly failuresAfter: number | undefined;
  };
  /** The task in words, and what the score means. */
  readonly task: string;
  readonly metric: 'accuracy' | 'r2';
  /** Which samples are scored: those of training where there are no others, or where nothing is learned for those. */
  readonly scoredOn: 'validation' | 'training';
  /** Score of the best constant answer. */
  readonly constantScore: number;
  /** The article's experiments, where they were made. */
  readonly ladder?: LadderReport;
}

export interface Cause {
  /** Name of the rule. */
  readonly rule: string;
  readonly family: Family;
  readonly title: string;
  readonly status: 'confirmed' | 'refuted' | 'not-tested';
  readonly layer?: string;
  /** What made it suspect, with numbers. */
  readonly reason: string;
  readonly likelihood: number;
  /** What its change did to the score. */
  readonly effect?: Effect;
  /** Of faults that no change of network or recipe can tell. */
  readonly measured?: Measurement;
  readonly fix?: Fix;
}

/** Scores with a change against scores without it: same seeds, same batches. */
export interface Effect {
  /** Mean over the seeds. */
  readonly without: number;
  readonly with: number;
  readonly difference: number;
  /** 95 % interval of the difference; undefined for one seed. */
  readonly interval: readonly [number, number] | undefined;
  /** What the change was made to: the training as it is, or the minimal fix or the whole recipe but for
   * this change. */
  readonly against: 'as-is' | 'minimal-fix' | 'whole-recipe';
  readonly seeds: number;
  /** Mean training loss of each epoch under the first seed. */
  readonly curves: { readonly without: readonly number[]; readonly with: readonly number[] };
}

/** One change, in the user's own terms. */
export interface Fix {
  readonly remedy: RemedyName;
  readonly family: Family;
  readonly summary: string;
  /** Fields of the recipe to change, where the recipe can say it. */
  readonly recipe?: Readonly<Record<string, unknown>>;
  /** Lines of Keras, for a Keras file. */
  readonly keras?: readonly string[];
  /** Lines of PyTorch, for an ONNX file. */
  readonly pytorch?: readonly string[];
}

export interface Outcome {
  /** Mean over the seeds. */
  readonly score: number;
  /** One for each seed. */
  readonly scores: readonly number[];
  /** Mean training loss of each epoch under the first seed. */
  readonly losses: readonly number[];
}
