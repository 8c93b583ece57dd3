import { findAnswerMap } from '../../evidence/data/answer-map.ts';
import {
  differenceOf,
  errorOf,
  hasNone,
  hasSignal,
  intervalOf,
  nameOfScore,
  surely,
} from '../../evidence/data/compare.ts';
import type { DataEvidence, PartSignal } from '../../evidence/data/data-evidence.ts';
import type { DiagnosisTask } from '../../task.ts';
import { formatNumber } from '../format-number.ts';
import { describeChange } from '../inputs-prepared-differently/rule.ts';
import type { Rule, Suspicion } from '../rule.ts';

/** Of what the sound part tells, the share that the other may leave open, and the least that it may. */
const mostLeft = 1 / 3;
const leastMost = 0.1;

/** Targets of one part that stand beside the wrong inputs, while another part shows that the inputs do tell the targets. */
export const shuffledLabels: Rule = {
  name: 'shuffled-labels',
  family: 'data',
  title: 'targets that do not belong to their inputs',
  rows: ['G6'],
  suspect({ data, task }) {
    if (data === undefined) return undefined;
    return slippedTargets(data, task) ?? shuffledPart(data, task);
  },
};

function slippedTargets({ training, slipped }: DataEvidence, task: DiagnosisTask): Suspicion | undefined {
  if (training === undefined || !hasNone(training) || !hasSignal(slipped)) return undefined;
  const side = slipped.rows > 0 ? 'before' : 'after';
  const count = Math.abs(slipped.rows);
  const reason = `each training sample has the target of the row ${count === 1 ? '' : `${count} rows `}${side} it: as they stand, inputs say nothing of the targets (${nameOfScore(task.kind)} ${formatNumber(training.score)}); moved by ${count}, ${formatNumber(slipped.score)}`;
  return { ...suspicion(reason, training, slipped, task), isRefutedByLearning: true };
}

function shuffledPart(data: DataEvidence, task: DiagnosisTask): Suspicion | undefined {
  const { training, validation, across, realigned } = data;
  if (training === undefined || validation === undefined || across === undefined || realigned === undefined)
    return undefined;
  for (const [sick, sound, name, other] of [
    [training, validation, 'training', 'validation'],
    [validation, training, 'validation', 'training'],
  ] as const) {
    const most = Math.max(leastMost, sound.skill * mostLeft);
    if (!hasSignal(sound) || ![across, realigned].every((signal) => hasNone(signal, most))) continue;
    // A few validation samples say little of themselves; what training says of them counts, if they are of one kind.
    const isFew = name === 'validation' && sick.samples < sound.samples / 2 && describeChange(data) === undefined;
    if (isFew ? hasSignal(sick) : !hasNone(sick, most) || sick.samples < sound.samples / 2) continue;
    // Answers that are right once classes are renamed, or numbers moved, belong to their inputs.
    const { mapped } = findAnswerMap(task.kind, across);
    if (name === 'validation' && mapped.score - surely * errorOf(mapped) > mapped.floor) continue;
    const reason = `the inputs of the ${name} samples say nothing of their targets (${nameOfScore(task.kind)} of reference learners ${formatNumber(sick.score)}, of a constant answer ${formatNumber(sick.floor)}), those of the ${other} samples do (${formatNumber(sound.score)}, ${formatNumber(sound.floor)}): the ${name} targets were shuffled, are of other samples, or noise for the most part`;
    return { ...suspicion(reason, sick, sound, task), isRefutedByLearning: name === 'training' };
  }
  return undefined;
}

function suspicion(reason: string, sick: PartSignal, sound: PartSignal, task: DiagnosisTask): Suspicion {
  return {
    likelihood: 0.95,
    reason,
    remedies: [],
    measured: {
      status: 'confirmed',
      quantity: `${nameOfScore(task.kind)} of reference learners`,
      found: sick.score,
      expected: sound.score,
      interval: intervalOf(differenceOf(sick, sound)),
    },
  };
}
