import { type AnswerMap, findAnswerMap, lineBetween } from '../../evidence/data/answer-map.ts';
import { hasSignal, intervalOf, nameOfScore, surely } from '../../evidence/data/compare.ts';
import type { DataEvidence } from '../../evidence/data/data-evidence.ts';
import { largestOf } from '../../evidence/data/signal.ts';
import type { DiagnosisTask } from '../../task.ts';
import { formatNumber } from '../format-number.ts';
import { findPreparation } from '../inputs-prepared-differently/rule.ts';
import type { Rule } from '../rule.ts';

/** What another mapping must surely add to the score. */
const leastGain = 0.1;
/** Of what the inputs tell within the parts, the share that the mapping must give back. */
const restored = 0.6;
/** Of what the mapping gives back, the share that training samples teach each other. */
const asSure = 0.75;
/** Scales within this factor, and offsets within this many deviations, of what they are in training are as they were. */
const sameScale = 1.5;
const sameOffset = 0.5;
/** Classes that are told one by one. */
const mostTold = 6;

/** Targets of validation that mean something else than in training: classes numbered otherwise, numbers in other units. */
export const labelsMappedDifferently: Rule = {
  name: 'labels-mapped-differently',
  family: 'data',
  title: 'targets that mean something else in validation',
  rows: ['G6'],
  suspect({ data, task }) {
    const found = data && findMapping(data, task);
    if (found === undefined) return undefined;
    const { map, before, text } = found;
    const score = nameOfScore(task.kind);
    return {
      likelihood: 0.95,
      reason: `${text}: what the training samples teach has ${score} ${formatNumber(before)} on validation as it stands, ${formatNumber(map.mapped.score)} once this is undone`,
      remedies: [],
      measured: {
        status: 'confirmed',
        quantity: `${score} of a reference learner from training to validation`,
        found: before,
        expected: map.mapped.score,
        interval: intervalOf({ value: -map.gain.value, error: map.gain.error }),
      },
    };
  },
};

/** How validation means its targets otherwise than training, where that is sure. */
export function findMapping(
  data: DataEvidence,
  task: DiagnosisTask,
): { readonly map: AnswerMap; readonly before: number; readonly text: string } | undefined {
  const { training, validation, across, realigned } = data;
  if (!hasSignal(training) || !hasSignal(validation) || across === undefined || realigned === undefined)
    return undefined;
  // Inputs that were prepared differently are another fault's business: what is left with that undone counts.
  const signals = findPreparation(data, task) === undefined ? [across, realigned] : [realigned];
  for (const signal of signals) {
    const map = findAnswerMap(task.kind, signal);
    const reachable = Math.min(training.score - training.floor, validation.score - validation.floor);
    const isRestored = map.mapped.score - map.mapped.floor > restored * reachable;
    // Noise in training makes answers too small by a factor, which is another fault.
    if (training.score < asSure * map.mapped.score) continue;
    if (!isRestored || map.gain.value - surely * map.gain.error < leastGain) continue;
    const text =
      task.kind === 'classes' || task.kind === 'yes-no' ? tellClasses(task, map) : tellColumns(data, task, map);
    if (text !== undefined) return { map, before: signal.score, text };
  }
  return undefined;
}

function tellClasses(task: DiagnosisTask, { columns, mapped: { targets } }: AnswerMap): string | undefined {
  const present = new Set(Array.from({ length: targets.rows }, (_, row) => largestOf(targets, row)));
  const name = (index: number) => (task.kind === 'yes-no' ? task.values[index as 0 | 1] : index);
  const moved = [...columns.entries()].filter(([from, { to }]) => from !== to && present.has(to));
  if (moved.length === 0) return undefined;
  const [[first, { to }]] = moved as [(typeof moved)[number]];
  const isShift = moved.length > 2 && moved.every(([from, column]) => column.to - from === to - first);
  if (isShift)
    return `class numbers of validation are those of training ${to > first ? 'plus' : 'less'} ${Math.abs(to - first)}`;
  const told = moved
    .slice(0, mostTold)
    .map(([from, column]) => `class ${name(from)} of training is class ${name(column.to)} of validation`);
  return told.join(', ') + (moved.length > mostTold ? `, and ${moved.length - mostTold} more` : '');
}

function tellColumns(data: DataEvidence, task: DiagnosisTask, { columns }: AnswerMap): string | undefined {
  const { answers, targets } = data.training!;
  const { deviation, mean } = data.targetScale;
  const told: string[] = [];
  for (const [from, column] of columns.entries()) {
    const which = columns.length === 1 ? 'the target' : `column ${from} of the targets`;
    if (column.to !== from) {
      told.push(`${which} in training is column ${column.to} in validation`);
      continue;
    }
    // Answers of a cautious learner are too small by the same factor in training.
    const usual = lineBetween(answers, from, targets, from);
    const scale = column.scale / usual.scale;
    if (task.kind === 'labels') {
      if (scale < 0) told.push(`${which} says yes in validation where it says no in training`);
      continue;
    }
    const offset = column.offset - scale * usual.offset;
    const isScaled = scale < 1 / sameScale || scale > sameScale;
    if (!isScaled && Math.abs(offset) < sameOffset) continue;
    const shift = offset * deviation[from]! + mean[from]! * (1 - scale);
    const sign = shift < 0 ? 'less' : 'plus';
    told.push(
      `${which} in validation is that of training times ${formatNumber(scale)} ${sign} ${formatNumber(Math.abs(shift))}`,
    );
  }
  return told.length === 0 ? undefined : told.slice(0, mostTold).join(', ');
}
