import type { Samples } from './samples.ts';
import { largestOf } from './signal.ts';

/** Samples of the same inputs, and how far their targets disagree. */
export interface Conflicts {
  /** Samples that have the inputs of another one. */
  readonly repeated: number;
  /** Of those, the ones that no answer can get right: whose target is not the most frequent one of their inputs. */
  readonly contradicted: number;
  /** Whether inputs hold fractions in several features: equal samples are then copies, not coincidence. */
  readonly areFractions: boolean;
}

/** Features with fractions from which on two samples do not become equal by chance. */
const fewestFractions = 2;

/** Conflicts among some samples of classes, or of yes and no. */
export function findConflicts({ inputs, targets }: Samples): Conflicts {
  const groups = new Map<string, number[]>();
  const fractions = new Set<number>();
  for (let row = 0; row < inputs.rows; row++) {
    const values = inputs.data.subarray(row * inputs.columns, (row + 1) * inputs.columns);
    for (let i = 0; i < values.length && fractions.size < fewestFractions; i++) {
      if (Number.isFinite(values[i]!) && !Number.isInteger(values[i]!)) fractions.add(i);
    }
    const key = values.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), largestOf(targets, row)]);
  }
  let [repeated, contradicted] = [0, 0];
  for (const labels of groups.values()) {
    if (labels.length < 2) continue;
    const counts = new Map<number, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    repeated += labels.length;
    contradicted += labels.length - Math.max(...counts.values());
  }
  return { repeated, contradicted, areFractions: fractions.size >= fewestFractions };
}
