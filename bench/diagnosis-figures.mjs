/** How good diagnoses of cases are: figures over the answers, which are pure functions of them. */

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const share = (items, isSo) => (items.length === 0 ? undefined : items.filter(isSo).length / items.length);

const isHarmless = ({ verdict }) => verdict === 'control' || verdict === 'NO measurable effect';

/** Whether a family that was named is among a case's; a case that says `scaling` means either kind. */
const holds = (families, named) =>
  families.includes(named) || (families.includes('scaling') && named.endsWith('-scaling'));

/** What of a case's families was found, and what was named. */
function matches({ families }, named) {
  return {
    found: families.filter((family) => named.some((name) => holds([family], name))).length,
    right: named.filter((name) => holds(families, name)).length,
  };
}

/**
 * Whether scores in a case's own metric reach 95 % of those of its reference fix. Of a reference near 0 or below it, as R²
 * may be, the 5 % are taken of 0.2.
 */
export function isRepaired({ scoreFixed }, scores) {
  if (scores === undefined || scoreFixed === undefined) return false;
  const reference = mean(scoreFixed);
  return mean(scores) >= reference - 0.05 * Math.max(Math.abs(reference), 0.2);
}

/** Faults of the data are told, not repaired by training otherwise. */
const isRepairable = ({ families }) => !families.includes('data');

/**
 * Figures over answers, each `{ case, verdict, families, size, scores }`: what was said of a case, the families of the
 * confirmed causes with the likeliest first, the number of changes of the fix and the scores that it reaches.
 */
export function figuresOf(answers) {
  const confirmed = answers.filter((answer) => answer.case.verdict === 'confirmed');
  const harmless = answers.filter((answer) => isHarmless(answer.case));
  const mild = answers.filter((answer) => answer.case.verdict === 'stochastic/mild');
  const noSignal = answers.filter((answer) => answer.case.verdict === 'no-signal control');
  const repairable = confirmed.filter((answer) => isRepairable(answer.case));
  const repaired = repairable.filter((answer) => isRepaired(answer.case, answer.scores));
  const counts = { families: 0, found: 0, named: 0, right: 0 };
  for (const answer of confirmed) {
    const { found, right } = matches(answer.case, answer.families);
    counts.families += answer.case.families.length;
    counts.named += answer.families.length;
    counts.found += found;
    counts.right += right;
  }
  return {
    detection: share(confirmed, ({ verdict }) => verdict === 'faulty'),
    specificity: share(harmless, ({ verdict }) => verdict !== 'faulty'),
    topOne: share(confirmed, (answer) => answer.families.length > 0 && holds(answer.case.families, answer.families[0])),
    recall: counts.families === 0 ? undefined : counts.found / counts.families,
    precision: counts.named === 0 ? undefined : counts.right / counts.named,
    repair: share(repairable, (answer) => repaired.includes(answer)),
    noLarger: share(repaired, (answer) => answer.size <= answer.case.families.length),
    noSignal: share(noSignal, ({ verdict, families }) => verdict === 'no-signal' || families[0] === 'data'),
    mildCalledFaulty: share(mild, ({ verdict }) => verdict === 'faulty'),
    cases: {
      confirmed: confirmed.length,
      harmless: harmless.length,
      mild: mild.length,
      noSignal: noSignal.length,
      repairable: repairable.length,
    },
  };
}

/** What a diagnosis says of a case. */
export function answerOf(theCase, { diagnosis, after }) {
  const confirmed = diagnosis.causes.filter(({ status }) => status === 'confirmed');
  return {
    case: theCase,
    verdict: diagnosis.verdict,
    families: [...new Set(confirmed.map(({ family }) => family))],
    size: diagnosis.minimalFix.length,
    scores: after,
  };
}

/** Calls everything faulty, for the reason that is the commonest among the cases. */
export function alwaysFaulty(cases) {
  const counts = new Map();
  for (const { families } of cases) for (const family of families) counts.set(family, (counts.get(family) ?? 0) + 1);
  const [[commonest] = []] = [...counts].sort((a, b) => b[1] - a[1]);
  return cases.map((theCase) => ({
    case: theCase,
    verdict: 'faulty',
    families: commonest === undefined ? [] : [commonest],
    size: 0,
    scores: undefined,
  }));
}

/** What tables show, and what it is called there. */
export const columns = {
  detection: 'detection',
  specificity: 'specificity',
  topOne: 'top-1',
  recall: 'recall',
  precision: 'precision',
  repair: 'repaired',
  noLarger: 'fix no larger',
};

export const percent = (value) => (value === undefined ? '–' : `${(100 * value).toFixed(0)} %`);

/** What must not get worse. */
export const ratcheted = ['detection', 'specificity', 'topOne', 'recall', 'precision', 'repair'];

/**
 * Figures that fell below what is kept. Shares of cases may fall by one case, since another processor rounds otherwise and
 * a training on the edge may fall to the other side; those over families by 0.03.
 */
export function fallen(figures, kept) {
  const { confirmed, harmless, repairable } = figures.cases;
  const ofOneCase = { detection: confirmed, topOne: confirmed, specificity: harmless, repair: repairable };
  return ratcheted.filter((name) => {
    if (kept[name] === undefined) return false;
    const tolerance = name in ofOneCase ? 1 / ofOneCase[name] : 0.03;
    return !(figures[name] >= kept[name] - tolerance - 1e-9);
  });
}

/** Random numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
