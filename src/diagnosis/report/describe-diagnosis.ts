import { average } from '../average.ts';
import type { RemedyName } from '../remedies/index.ts';
import { remedies } from '../remedies/index.ts';
import { noSignal } from '../rules/no-signal/rule.ts';
import type { Measurement } from '../rules/rule.ts';
import type { RuleSuspicion } from '../rules/suspicions-of.ts';
import type { Budget } from '../search/budget.ts';
import type { Scoreboard } from '../search/scoreboard.ts';
import type { RemedyEffect } from '../search/screening.ts';
import type { SearchResult } from '../search/search.ts';
import { headroomOf, smallestGain } from '../search/verdict.ts';
import type { Subject } from '../subject.ts';
import { type DiagnosisTask, describeTask } from '../task.ts';
import type { Cause, Diagnosis, Outcome } from './diagnosis.ts';
import { effectOf } from './effect-of.ts';
import { fixesOf, fixOf, patchOf } from './patches/index.ts';
import { summaryOf } from './summary.ts';

/** A cause is confirmed from this probability on, if its change was seen to do this share of the gain. */
const confirmedProbability = 0.2;
const confirmedShare = 0.1;

/** A rule that is this sure names its own family, whatever change cures; two such rules may share one cure. */
const ownFamily = 0.9;

/**
 * What was measured on the data comes before what trials say of the training on them, and after it where it is a fault, but
 * hardly one that keeps a network from learning.
 */
const measuredWeight = 3;
const unlikely = 0.2;

export interface Described {
  readonly subject: Subject;
  readonly task: DiagnosisTask;
  readonly suspicions: readonly RuleSuspicion[];
  readonly found: SearchResult;
  readonly board: Scoreboard;
  readonly budget: Budget;
}

/** What a search found, in the form of a report. */
export function describeDiagnosis({ subject, task, suspicions, found, board, budget }: Described): Diagnosis {
  const isFaulty = found.verdict === 'faulty';
  const causes = listCauses(subject, suspicions, found, board);
  const notes = suspicions.flatMap(({ rule: { name, family, title }, suspicion: { isNote, layer, reason } }) =>
    isNote === true ? [{ rule: name, family, title, ...(layer && { layer }), reason }] : [],
  );
  const half = isFaulty ? (average(found.before) + average(found.endpoint.scores)) / 2 : 0;
  const failures = (scores: readonly number[]) =>
    scores.length === 0 ? 0 : scores.filter((score) => score <= half).length / scores.length;
  const confirmed = causes.filter(({ status }) => status === 'confirmed');
  const isCertain = confirmed.some(({ rule }) => rule !== noSignal.name);
  const verdict = confirmed.length > 0 ? 'no-signal' : found.verdict;
  const isCured = isFaulty && found.minimal.length > 0;
  const diagnosis: Omit<Diagnosis, 'summary'> = {
    verdict: isCertain ? 'faulty' : verdict,
    causes,
    ...(notes.length > 0 && { notes }),
    minimalFix: isCured ? fixesOf(subject, found.minimal) : [],
    ...(isCured && { patch: patchOf(subject, found.minimal) }),
    before: outcome(board, [], found.before),
    after: isCured ? outcome(board, found.minimal, found.after) : undefined,
    ...(found.endpoint.scores.length > 0 && { recipe: outcome(board, found.endpoint.set, found.endpoint.scores) }),
    cost: { trials: budget.trials, seconds: budget.seconds },
    seeds: {
      used: board.seeds,
      failuresBefore: isFaulty ? failures(found.before) : 0,
      failuresAfter: isFaulty ? failures(found.after) : undefined,
    },
    task: describeTask(task),
    metric: task.kind === 'numbers' ? 'r2' : 'accuracy',
    scoredOn: board.scoresTraining || subject.validation === undefined ? 'training' : 'validation',
    constantScore: board.floor,
  };
  return { ...diagnosis, summary: summaryOf(diagnosis) };
}

function listCauses(
  subject: Subject,
  suspicions: readonly RuleSuspicion[],
  found: SearchResult,
  board: Scoreboard,
): Cause[] {
  const claimed = new Set<string>();
  const listed: { cause: Cause; weight: number }[] = [];
  const byLikelihood = [...suspicions].sort((a, b) => b.suspicion.likelihood - a.suspicion.likelihood);
  for (const { rule, suspicion } of byLikelihood) {
    const { likelihood, reason, layer, measured, isNote = false } = suspicion;
    if (isNote) continue;
    const common = {
      rule: rule.name,
      family: rule.family,
      title: rule.title,
      ...(layer && { layer }),
      reason,
      likelihood,
    };
    if (measured !== undefined) {
      const isLearned = suspicion.isRefutedByLearning === true && !learnsNothing(found);
      const status =
        isLearned || (suspicion.isCertain !== true && isHarmless(suspicion.remedies, found, board))
          ? 'refuted'
          : measured.status;
      const [remedy] = suspicion.remedies;
      const effect = remedy && found.effects.get(remedy);
      listed.push({
        cause: {
          ...common,
          status,
          measured: { ...measured, status },
          ...(remedy && effect && { effect: effectOf(board, remedy, effect, found) }),
          ...(remedy && status === 'confirmed' && { fix: fixOf(subject, remedy) }),
        },
        weight: status === 'confirmed' ? (likelihood < unlikely ? likelihood : measuredWeight) : 0,
      });
      continue;
    }
    if (suspicion.isCertain === true && learnsNothing(found)) {
      const [name] = suspicion.remedies;
      const fix = name === undefined ? {} : { fix: fixOf(subject, name) };
      listed.push({
        cause: { ...common, status: 'confirmed', measured: notLearning(found, board), ...fix },
        weight: 1,
      });
      continue;
    }
    const familyOf = (name: RemedyName) => (likelihood >= ownFamily ? rule.family : remedies[name].family);
    const claim = (name: RemedyName) => `${name} ${familyOf(name)}`;
    const remedy = best(
      suspicion.remedies.filter((name) => !claimed.has(claim(name))),
      found,
    );
    if (remedy === undefined) continue;
    claimed.add(claim(remedy));
    const effect = found.effects.get(remedy);
    const family = familyOf(remedy);
    if (effect === undefined) {
      const status = found.verdict === 'healthy' ? 'refuted' : 'not-tested';
      listed.push({ cause: { ...common, family, status }, weight: likelihood });
      continue;
    }
    const isConfirmed = isCause(remedy, effect, found);
    const cause: Cause = {
      ...common,
      family,
      status: isConfirmed ? 'confirmed' : 'refuted',
      effect: effectOf(board, remedy, effect, found),
      ...(isConfirmed && { fix: fixOf(subject, remedy) }),
    };
    listed.push({ cause, weight: effect.probability + (found.minimal.includes(remedy) ? 1 : 0) });
  }
  const order = { confirmed: 0, refuted: 1, 'not-tested': 2 };
  listed.sort((a, b) => order[a.cause.status] - order[b.cause.status] || b.weight - a.weight);
  return listed.map(({ cause }) => cause);
}

/** Whether the whole recipe, which holds a change that would cure what was measured, adds nothing worth naming. */
function isHarmless(
  remedies: readonly RemedyName[],
  { verdict, endpoint, before }: SearchResult,
  { floor }: Scoreboard,
): boolean {
  const isTried = verdict === 'healthy' && remedies.some((name) => endpoint.set.includes(name));
  return isTried && average(endpoint.scores) - average(before) < smallestGain * headroomOf(floor);
}

/** Neither the training as it is nor the whole recipe got anywhere, or the whole recipe was not reached. */
const learnsNothing = ({ verdict }: SearchResult): boolean => verdict === 'no-signal' || verdict === 'inconclusive';

/** What confirms a fault that is certain from reading alone: the training as it is does no better than a constant. */
function notLearning({ before }: SearchResult, board: Scoreboard): Measurement {
  const found = before.length === 0 ? board.floor : average(before);
  return {
    status: 'confirmed',
    quantity: 'score of the training as it is, and of a constant answer',
    found,
    expected: board.floor,
  };
}

/** The remedy that did most, or the first where none was tried. */
function best(names: readonly RemedyName[], { effects, minimal }: SearchResult): RemedyName | undefined {
  const weight = (name: RemedyName) => (effects.get(name)?.probability ?? 0) + (minimal.includes(name) ? 1 : 0);
  return [...names].sort((a, b) => weight(b) - weight(a))[0];
}

function isCause(
  remedy: RemedyName,
  { probability, shares }: RemedyEffect,
  { minimal, verdict, alternatives }: SearchResult,
): boolean {
  if (verdict !== 'faulty') return false;
  if (minimal.includes(remedy) || alternatives.some((other) => other.remedy === remedy)) return true;
  return probability >= confirmedProbability && Math.max(shares.alone, shares.removal) >= confirmedShare;
}

function outcome(board: Scoreboard, set: readonly RemedyName[], scores: readonly number[]): Outcome {
  const losses = board.result(set, board.seeds[0]!)?.losses ?? [];
  return { score: scores.length === 0 ? Number.NaN : average(scores), scores, losses };
}
