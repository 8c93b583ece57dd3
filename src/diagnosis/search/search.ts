import { staticEvidence } from '../evidence/static-evidence.ts';
import type { RemedyName } from '../remedies/index.ts';
import { likelihoodsOf, type RemedySuspicion, suspicionsOf } from '../rules/suspicions-of.ts';
import { constantScore } from '../score.ts';
import { type Subject, taskOf } from '../subject.ts';
import { targetValues } from '../task.ts';
import type { TrialRequest, TrialResult } from '../trials/trial.ts';

export interface SearchOptions {
  readonly seeds: readonly number[];
  readonly run: (request: TrialRequest) => Promise<TrialResult>;
  readonly log?: (line: string) => void;
}

export interface Cause {
  readonly remedy: RemedyName;
  readonly suspicion: RemedySuspicion;
  /** Share of the whole recipe's gain that this change reaches alone. */
  readonly alone: number;
  /** Whether the smallest set that cures holds it. */
  readonly isNeeded: boolean;
}

export interface SearchResult {
  readonly verdict: 'faulty' | 'healthy' | 'no-signal' | 'inconclusive';
  readonly causes: readonly Cause[];
  readonly minimal: readonly RemedyName[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly trials: number;
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Looks for the smallest set of remedies that cures a subject. */
export async function search(
  subject: Subject,
  { seeds, run, log = () => undefined }: SearchOptions,
): Promise<SearchResult> {
  const task = taskOf(subject);
  const floor = constantScore(task, targetValues(subject.validation ?? subject.train));
  const suspects = likelihoodsOf(await suspicionsOf(staticEvidence(subject)));
  const cache = new Map<string, Promise<TrialResult>>();
  const trial = (set: readonly RemedyName[], seed: number) => {
    const key = `${[...set].sort().join()}@${seed}`;
    let known = cache.get(key);
    if (known === undefined) {
      known = run({ remedies: set, seed });
      cache.set(key, known);
    }
    return known;
  };
  // Training scores count too where nothing can be learned for validation.
  let useTraining = false;
  // Far below the floor all is equally lost.
  const scoreOf = (result: TrialResult) =>
    Math.max(
      floor - 0.5,
      Number.isNaN(result.score) ? Number.NEGATIVE_INFINITY : useTraining ? result.trainingScore : result.score,
    );
  const scores = (set: readonly RemedyName[]) =>
    Promise.all(seeds.map(async (seed) => scoreOf(await trial(set, seed))));

  const rates: RemedyName[] = [
    'learningRateTimes10',
    'learningRateTimes100',
    'learningRateTenth',
    'learningRateHundredth',
  ];
  const full = [...suspects.keys()].filter((name) => !rates.includes(name) && name !== 'noBatchNormalization');
  let before = await scores([]);
  let after = await scores(full);
  const headroom = Math.max(1 - floor, 0.05);
  if (average(after) <= floor + 0.1 * headroom) {
    useTraining = true;
    before = await scores([]);
    after = await scores(full);
  }
  const gain = average(after) - average(before);
  const result = (
    verdict: SearchResult['verdict'],
    causes: Cause[] = [],
    minimal: RemedyName[] = [],
  ): SearchResult => ({
    verdict,
    causes,
    minimal,
    before,
    after,
    trials: cache.size,
  });
  log(
    `floor ${floor.toFixed(3)} before ${before.map((x) => x.toFixed(3))} after ${after.map((x) => x.toFixed(3))}${useTraining ? ' (training)' : ''}`,
  );
  const worstAfter = Math.min(...after);
  const bestBefore = Math.max(...before);
  if (gain < 0.1 * headroom || (worstAfter < bestBefore && gain < 0.3 * headroom)) {
    return result(average(before) <= floor + 0.05 * headroom ? 'no-signal' : 'healthy');
  }
  const enough = (values: readonly number[]) => average(values) >= average(after) - 0.1 * gain - 0.01;
  const cures = async (set: readonly RemedyName[]) => {
    // One seed first: most sets fail at it.
    const first = scoreOf(await trial(set, seeds[0]!));
    if (first < after[0]! - 0.35 * gain - 0.02) return false;
    return enough(await scores(set));
  };

  // What each suspect does alone.
  const alone = new Map<RemedyName, number>();
  for (const [name] of suspects) {
    const values = await scores([name]);
    alone.set(name, (average(values) - average(before)) / gain);
  }
  const likelihood = (name: RemedyName) => suspects.get(name)!.likelihood;
  log([...suspects].map(([name, { likelihood: p }]) => `${name} p${p} a${alone.get(name)!.toFixed(2)}`).join(', '));

  // A single change that cures, the likeliest first.
  const ranked = [...suspects.keys()].sort(
    (a, b) => likelihood(b) * (0.3 + alone.get(b)!) - likelihood(a) * (0.3 + alone.get(a)!),
  );
  let minimal: RemedyName[] | undefined;
  for (const name of ranked) {
    if (alone.get(name)! > 0.85 && (await cures([name]))) {
      minimal = [name];
      break;
    }
  }
  // Pairs of the likeliest.
  if (minimal === undefined) {
    const top = [...suspects.keys()]
      .filter((name) => likelihood(name) >= 0.2 || alone.get(name)! > 0.2)
      .sort((a, b) => likelihood(b) - likelihood(a))
      .slice(0, 6);
    const pairs = top
      .flatMap((a, i) => top.slice(i + 1).map((b) => [a, b] as [RemedyName, RemedyName]))
      .filter(([a, b]) => !(rates.includes(a) && rates.includes(b)))
      .sort((a, b) => likelihood(b[0]) * likelihood(b[1]) - likelihood(a[0]) * likelihood(a[1]));
    for (const pair of pairs)
      if (await cures(pair)) {
        minimal = pair;
        break;
      }
  }
  // Take changes away from the whole recipe, the least likely first.
  if (minimal === undefined) {
    let left = [...full];
    for (const name of [...full].sort(
      (a, b) => likelihood(a) + Math.max(0, alone.get(a)!) - likelihood(b) - Math.max(0, alone.get(b)!),
    )) {
      const fewer = left.filter((other) => other !== name);
      if (await cures(fewer)) left = fewer;
    }
    minimal = left;
  }
  after = await scores(minimal);
  const needed = new Set(minimal);
  const causes = ranked
    .filter((name) => needed.has(name) || (alone.get(name)! >= 0.4 && likelihood(name) >= 0.3))
    .map(
      (name): Cause => ({
        remedy: name,
        suspicion: suspects.get(name)!,
        alone: alone.get(name)!,
        isNeeded: needed.has(name),
      }),
    )
    .sort(
      (a, b) =>
        (b.isNeeded ? 1 : 0) * b.suspicion.likelihood +
        b.alone * b.suspicion.likelihood -
        ((a.isNeeded ? 1 : 0) * a.suspicion.likelihood + a.alone * a.suspicion.likelihood),
    );
  return result('faulty', causes, minimal);
}
