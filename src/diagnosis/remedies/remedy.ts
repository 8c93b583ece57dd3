import type { Dataset } from '../../data/index.ts';
import type { Design } from '../design.ts';
import type { Family } from '../families.ts';
import type { DiagnosisTask } from '../task.ts';

/** What a remedy may look at. */
export interface RemedyContext {
  readonly task: DiagnosisTask;
  readonly train: Dataset;
  /** Draws whatever the remedy draws. */
  readonly seed: number;
}

/**
 * One change that cures one kind of fault, in the direction of the article's recipe. Remedies can be combined: each
 * works on what those before it in the catalogue's order have made.
 */
export interface Remedy {
  readonly family: Family;
  /** What it does, in a few words that follow "fix:". */
  readonly summary: string;
  /** The changed design, or `undefined` where the design is already so or the remedy does not know how. */
  apply(design: Design, context: RemedyContext): Design | undefined;
}
