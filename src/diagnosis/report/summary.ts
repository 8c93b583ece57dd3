import type { Diagnosis } from './diagnosis.ts';
import { scoreInWords, titleOf } from './words.ts';

/** A score this much above that of a constant answer is more than chance. */
const somewhat = 0.1;

const trainings = (count: number): string => (count === 1 ? '1 training' : `${count} trainings`);

/** The verdict in one sentence. */
export function summaryOf(diagnosis: Omit<Diagnosis, 'summary'>): string {
  const { verdict, causes, minimalFix, before, after, cost, constantScore } = diagnosis;
  const score = scoreInWords(diagnosis, before.score);
  switch (verdict) {
    case 'healthy':
      if (before.score < constantScore + somewhat * (1 - constantScore)) {
        return `nothing that ${trainings(cost.trials)} tried makes a difference worth naming, though it reaches only ${score}, where a constant answer has ${scoreInWords(diagnosis, constantScore)}`;
      }
      return `nothing is wrong that ${trainings(cost.trials)} could show: it reaches ${score}`;
    case 'no-signal':
      return before.score > constantScore + somewhat
        ? `what it learns holds for the training samples alone (${score}): for others, no training did better than a constant answer`
        : `there is nothing in these data that a training could learn: neither the network as it is (${score}) nor one with every remedy does better than a constant answer (${scoreInWords(diagnosis, constantScore)})`;
    case 'inconclusive':
      return `the search ended after ${trainings(cost.trials)}, before the answer was clear; the same command with a larger budget goes on from there`;
    case 'faulty': {
      const found = causes.filter(({ status }) => status === 'confirmed').map(titleOf);
      // Of several rules that saw the same the first says enough.
      const named = found.slice(0, Math.max(1, minimalFix.length)).join('; ');
      if (after === undefined) return named;
      // The budget ended before any of the changes was tried by itself.
      const cause =
        found.length > 0 ? named : 'it learns with other settings, and which of them it needs is not known yet';
      const changes = minimalFix.length === 1 ? 'one change' : `${minimalFix.length} changes`;
      return `${cause}. ${changes[0]!.toUpperCase()}${changes.slice(1)} make${minimalFix.length === 1 ? 's' : ''} ${score} into ${scoreInWords(diagnosis, after.score)}`;
    }
  }
}
