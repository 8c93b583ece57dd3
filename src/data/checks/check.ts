import type { FittedPreparation } from '../../nn/index.ts';
import type { PartProfile } from './part-profile.ts';

/** How grave a finding is: a fault makes results wrong, a warning may, a note is worth a thought. */
export type Severity = 'fault' | 'warning' | 'note';

/** Something that is wrong with data. */
export interface Finding {
  /** Name of the check that found it. */
  readonly check: string;
  readonly severity: Severity;
  /** The part of the data: `train`, `validation`, `test`, or `against`. */
  readonly part: string;
  /** A sentence that names the column or the row. */
  readonly message: string;
  /** What to do, in a sentence. */
  readonly advice: string;
}

/** What checks look at. */
export interface CheckSubject {
  /** The training samples. */
  readonly train: PartProfile;
  /** Other parts, which results are measured on. */
  readonly others: readonly PartProfile[];
  /** What the model that the data are meant for does to them itself, where one is given. */
  readonly preparation: FittedPreparation | undefined;
}

/** One thing that may be wrong with data: an entry of the catalogue in `catalogue.ts`. */
export interface DataCheck {
  /** What it looks for, in a line. */
  readonly summary: string;
  find(subject: CheckSubject): Omit<Finding, 'check'>[];
}

/** All parts, training first. */
export function partsOf({ train, others }: CheckSubject): readonly PartProfile[] {
  return [train, ...others];
}

/** `12.5 %` */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** A number in four digits. */
export function short(number: number): string {
  return String(Number(number.toPrecision(4)));
}

/** `'a', 'b' and 3 more` */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length <= 5 ? shown : `${shown} and ${names.length - 5} more`;
}
