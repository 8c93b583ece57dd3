import type { DiagnosisTask } from '../../task.ts';
import type { PartSignal } from './data-evidence.ts';
import type { Matrix } from './matrix.ts';
import { rightAnswers, type Signal } from './signal.ts';

/** Quantile of the normal distribution for an interval of 99 %, and of 95 %. */
export const surely = 2.58;
const likely = 1.96;

/** A difference and its standard error. */
export interface Difference {
  readonly value: number;
  readonly error: number;
}

/** The interval of 95 % that reports show. */
export function intervalOf({ value, error }: Difference): readonly [number, number] {
  return [value - likely * error, value + likely * error];
}

/** Deviations above shuffled targets from which on inputs tell something of the targets, and the least share that they tell. */
const significant = 4;
const worthwhile = 0.1;

/** The inputs surely tell something of the targets. */
export function hasSignal(signal: PartSignal | undefined): signal is PartSignal {
  return (
    signal !== undefined && signal.surprise > significant && signal.skill - surely * signal.skillError > worthwhile / 2
  );
}

/** Deviations that chance exceeds now and then. */
const ordinary = 3;

/** The inputs tell a reference learner nothing: at most the share `most`, surely. */
export function hasNone(signal: Signal, most = worthwhile): boolean {
  const surprise = 'surprise' in signal ? (signal as PartSignal).surprise : 0;
  const { skill, skillError } = signal;
  return skill < worthwhile / 2 && (surprise < ordinary || skill < 0) && skill + surely * skillError < most;
}

/** The difference of two shares of right answers, `a` less `b`, or of two R², of different samples. */
export function differenceOf(a: Signal, b: Signal): Difference {
  return { value: a.score - b.score, error: Math.hypot(errorOf(a), errorOf(b)) };
}

/** Of a share, after two right and two wrong answers more (Agresti and Coull 1998): never 0. */
export function errorOf({ score, scoreError, samples, skill }: Signal): number {
  if (score === skill) return scoreError;
  const share = (score * samples + 2) / (samples + 4);
  return Math.max(scoreError, Math.sqrt((share * (1 - share)) / (samples + 4)));
}

/** What other answers to the same samples change in the score. */
export function gainOf(kind: DiagnosisTask['kind'], signal: Signal, other: Matrix): Difference {
  const { answers, targets, samples } = signal;
  const credit = (given: Matrix): Float64Array =>
    kind === 'numbers' ? squaredErrors(given, targets).map((error) => -error) : rightAnswers(kind, given, targets);
  const scale = kind === 'numbers' ? spreadOf(targets) : 1;
  const [before, after] = [credit(answers), credit(other)];
  const gains = after.map((value, row) => (value - before[row]!) / scale);
  const value = gains.reduce((total, gain) => total + gain, 0) / samples;
  const variance = gains.reduce((total, gain) => total + (gain - value) ** 2, 0) / Math.max(1, samples - 1);
  return { value, error: Math.sqrt(variance / samples) };
}

function squaredErrors(answers: Matrix, targets: Matrix): Float64Array {
  const errors = new Float64Array(targets.rows);
  for (let i = 0; i < targets.data.length; i++) {
    errors[Math.floor(i / targets.columns)]! += (targets.data[i]! - answers.data[i]!) ** 2;
  }
  return errors;
}

/** Mean squared distance of rows from their mean. */
function spreadOf({ rows, columns, data }: Matrix): number {
  const means = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) means[i % columns]! += data[i]! / rows;
  let spread = 0;
  for (let i = 0; i < data.length; i++) spread += (data[i]! - means[i % columns]!) ** 2 / rows;
  return spread || 1;
}

/** What the score is called in a report. */
export function nameOfScore(kind: DiagnosisTask['kind']): string {
  return kind === 'numbers' ? 'R²' : 'share of right answers';
}
