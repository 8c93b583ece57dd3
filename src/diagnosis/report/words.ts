import type { Cause, Diagnosis, Effect } from './diagnosis.ts';

/** R² is cut off here: further below a constant answer all is equally lost. */
const lowestR2 = -0.5;

/** A score of the diagnosis's metric in words: `R² 0.81`, `85.3 % right`. */
export function scoreInWords({ metric }: Pick<Diagnosis, 'metric'>, score: number): string {
  if (metric === 'accuracy') return Number.isFinite(score) ? `${(100 * score).toFixed(1)} % right` : 'nothing right';
  return score <= lowestR2 + 1e-6 ? `R² ${signed(lowestR2)} or less` : `R² ${signed(score)}`;
}

/** What the score means to somebody who never met it. */
export const meaningOf = ({ metric }: Pick<Diagnosis, 'metric'>): string =>
  metric === 'accuracy' ? '' : 'R² is 1 where every answer is exact, and 0 where they are no better than one constant';

/** The metric alone, as a heading. */
export const metricInWords = ({ metric }: Pick<Diagnosis, 'metric'>): string =>
  metric === 'accuracy' ? 'share of right answers' : 'R²';

/** Which samples the scores are of, where one would not expect it. */
export const samplesInWords = ({ scoredOn }: Pick<Diagnosis, 'scoredOn'>): string =>
  scoredOn === 'training' ? '; scored on the samples it was trained on' : '';

/** What a change did to the score, with its interval: `R² −7.2 → 0.81 (+8.01, 95 % interval 7.6 to 8.4, 3 seeds)`. */
export function effectInWords(diagnosis: Pick<Diagnosis, 'metric'>, effect: Effect): string {
  const { without, with: changed, difference, interval, seeds } = effect;
  const scale = diagnosis.metric === 'accuracy' ? 100 : 1;
  const unit = diagnosis.metric === 'accuracy' ? ' points' : '';
  const number = (value: number) => signed(value * scale);
  const between = interval === undefined ? '' : `, 95 % interval ${number(interval[0])} to ${number(interval[1])}`;
  if (Math.abs(difference) < 1e-9 && (interval === undefined || interval[0] === interval[1])) {
    return `no difference, ${scoreInWords(diagnosis, changed)} (${seeds === 1 ? '1 seed' : `${seeds} seeds`})`;
  }
  const plus = difference >= 0 ? '+' : '';
  const count = seeds === 1 ? '1 seed' : `${seeds} seeds`;
  const from = scoreInWords(diagnosis, without);
  return `${from} → ${scoreInWords(diagnosis, changed)} (${plus}${number(difference)}${unit}${between}, ${count})`;
}

/** What an effect was compared on. */
export const comparedOn = ({ against }: Effect): string =>
  ({
    'as-is': 'this change alone',
    'minimal-fix': 'the fix without this change, and with it',
    'whole-recipe': 'every other remedy without this change, and with it',
  })[against];

/** A cause, and the layer it is about. */
export const titleOf = ({ title, layer }: Pick<Cause, 'title' | 'layer'>): string =>
  layer === undefined ? title : `${title} (layer ${layer})`;

/** What a measurement found, where no training could tell. */
export function measuredInWords({ quantity, found, expected, interval }: NonNullable<Cause['measured']>): string {
  const between =
    interval === undefined ? '' : `; 95 % interval of the difference ${signed(interval[0])} to ${signed(interval[1])}`;
  return `${quantity}: ${signed(found)}, expected ${signed(expected)}${between}`;
}

/** `45 ms`, `3.2 s`, `2 min 05 s`. */
export function durationInWords(seconds: number): string {
  if (seconds < 1) return `${Math.round(1000 * seconds)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** What the search took. */
export const costInWords = ({ cost: { trials, seconds } }: Pick<Diagnosis, 'cost'>): string =>
  `${trials === 1 ? '1 training' : `${trials} trainings`} in ${durationInWords(seconds)}`;

/** How often it fails, before and after. */
export function oddsInWords({ seeds: { used, failuresBefore, failuresAfter } }: Pick<Diagnosis, 'seeds'>): string {
  const count = (share: number) => `${Math.round(share * used.length)} of ${used.length}`;
  const after = failuresAfter === undefined ? '' : `, with the fix under ${count(failuresAfter)}`;
  return `fails under ${count(failuresBefore)} seeds${after}`;
}

/** Three significant digits, and a real minus. */
function signed(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'not a number';
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** The lines of the patch, and the language they are in. */
export function patchInWords({ patch }: Pick<Diagnosis, 'patch'>): { language: string; lines: readonly string[] } {
  if (patch?.keras !== undefined && patch.keras.length > 0) return { language: 'Keras', lines: patch.keras };
  if (patch?.pytorch !== undefined && patch.pytorch.length > 0) return { language: 'PyTorch', lines: patch.pytorch };
  if (patch?.recipe === undefined) return { language: '', lines: [] };
  return { language: 'recipe', lines: JSON.stringify(patch.recipe, null, 2).split('\n') };
}

/** The change that would put right what a measurement alone confirmed, with its lines; nothing where trainings proved a fix. */
export function remedyInWords({ minimalFix }: Pick<Diagnosis, 'minimalFix'>, { fix, measured }: Cause): string[] {
  if (fix === undefined || measured === undefined || minimalFix.length > 0) return [];
  const { language, lines } = patchInWords({ patch: fix });
  return [`to put it right: ${fix.summary}`, ...lines.map((line) => `in ${language}: ${line}`)];
}

/** Of a network that is well: what was tried at once, and that none of the suspects holds it back. */
export function ruledOutTogether(diagnosis: Pick<Diagnosis, 'metric' | 'verdict' | 'before' | 'recipe'>): string[] {
  const { verdict, before, recipe } = diagnosis;
  if (verdict !== 'healthy' || recipe === undefined) return [];
  const scores = `${scoreInWords(diagnosis, before.score)} as it is, ${scoreInWords(diagnosis, recipe.score)} so`;
  return [`all of these changed at once: ${scores}`];
}
