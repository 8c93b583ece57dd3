import type { Evidence } from '../evidence/evidence.ts';
import type { Family } from '../families.ts';
import type { RemedyName } from '../remedies/index.ts';

/** A cause that a rule thinks possible, and why. */
export interface Suspicion {
  /** How likely it is, before any trial, that this is what keeps the network from learning: from 0 to 1. */
  readonly likelihood: number;
  /** What was seen, with its numbers: "the outputs of a softmax over one unit are always 1". */
  readonly reason: string;
  /** The layer it is about, by its author's name. */
  readonly layer?: string;
  /** Changes that would cure it; trials tell whether they do. Several are tried each on its own. */
  readonly remedies: readonly RemedyName[];
  /** Worth telling though no trial tests it: it does not keep a network from learning, and makes none faulty. */
  readonly isNote?: boolean;
  /** Certain without a trial, as that a softmax of one unit is constant: `netwright check` fails on it. */
  readonly isCertain?: boolean;
  /**
   * What a measurement of its own said, where no change of network or recipe could tell: faults of the data. Such a rule
   * names no remedies, or those that repair the data.
   */
  readonly measured?: Measurement;
  /** What was measured is that something cannot be learned: a training that learns it refutes the measurement. */
  readonly isRefutedByLearning?: boolean;
}

/** What was measured, and what would be there if nothing were wrong. */
export interface Measurement {
  readonly status: 'confirmed' | 'refuted';
  /** What the number is: "share of right answers of the nearest neighbours". */
  readonly quantity: string;
  readonly found: number;
  readonly expected: number;
  /** 95 % interval of the difference, found less expected. */
  readonly interval?: readonly [number, number];
}

/** One kind of cause: what makes it suspect. Its page, `page.md`, and its test lie beside it. */
export interface Rule {
  /** Name of its folder, in kebab case: what reports and `--json` call it. */
  readonly name: string;
  readonly family: Family;
  /** The cause in a few words: "output activation cannot reach the targets". */
  readonly title: string;
  /** Rows of the article it watches over: `G3`, `D8`. */
  readonly rows: readonly string[];
  /** What speaks for it in this subject; undefined where nothing does. */
  suspect(evidence: Evidence): Suspicion | undefined | Promise<Suspicion | undefined>;
}
