import type { Diagnosis } from './diagnosis.ts';
import { scoreInWords, titleOf } from './words.ts';

/** The verdict in one sentence. */
export function summaryOf(diagnosis: Omit<Diagnosis, 'summary'>): string {
  const { verdict, causes, minimalFix, before, after, cost } = diagnosis;
  const score = scoreInWords(diagnosis, before.score);
  switch (verdict) {
    case 'healthy':
      return `nothing is wrong that ${cost.trials} trainings could show: it reaches ${score}`;
    case 'no-signal':
      return `neither the network as it is (${score}) nor the whole recipe does better than a constant answer`;
    case 'inconclusive':
      return 'the search ended before the answer was clear; more time or trials go on from here';
    case 'faulty': {
      const found = causes.filter(({ status }) => status === 'confirmed').map(titleOf);
      // Of several rules that saw the same the first says enough.
      const named = found.slice(0, Math.max(1, minimalFix.length)).join('; ');
      if (after === undefined) return named;
      const changes = minimalFix.length === 1 ? 'one change' : `${minimalFix.length} changes`;
      return `${named}. ${changes[0]!.toUpperCase()}${changes.slice(1)} make${minimalFix.length === 1 ? 's' : ''} ${score} into ${scoreInWords(diagnosis, after.score)}`;
    }
  }
}
