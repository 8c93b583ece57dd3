import { differenceOf, hasNone, hasSignal, intervalOf, nameOfScore } from '../../evidence/data/compare.ts';
import type { DataEvidence, PartSignal } from '../../evidence/data/data-evidence.ts';
import type { DiagnosisTask } from '../../task.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule, Suspicion } from '../rule.ts';

/** Targets of one part that stand beside the wrong inputs, while another part shows that the inputs do tell the targets. */
export const shuffledLabels: Rule = {
  name: 'shuffled-labels',
  family: 'data',
  title: 'targets that do not belong to their inputs',
  rows: ['D6'],
  suspect({ data, task }) {
    if (data === undefined) return undefined;
    return slippedTargets(data, task) ?? shuffledPart(data, task);
  },
};

function slippedTargets({ training, slipped }: DataEvidence, task: DiagnosisTask): Suspicion | undefined {
  if (training === undefined || !hasNone(training) || !hasSignal(slipped)) return undefined;
  const side = slipped.rows > 0 ? 'before' : 'after';
  const count = Math.abs(slipped.rows);
  return suspicion(
    `each training sample has the target of the row ${count === 1 ? '' : `${count} rows `}${side} it: as they stand, inputs say nothing of the targets (${nameOfScore(task.kind)} ${formatNumber(training.score)}); moved by ${count}, ${formatNumber(slipped.score)}`,
    training,
    slipped,
    task,
  );
}

function shuffledPart({ training, validation, across }: DataEvidence, task: DiagnosisTask): Suspicion | undefined {
  if (training === undefined || validation === undefined || across === undefined || !hasNone(across)) return undefined;
  for (const [sick, sound, name, other] of [
    [training, validation, 'training', 'validation'],
    [validation, training, 'validation', 'training'],
  ] as const) {
    // A part with far fewer samples may just have too few.
    if (!hasNone(sick) || !hasSignal(sound) || sick.samples < sound.samples / 2) continue;
    return suspicion(
      `the inputs of the ${name} samples say nothing of their targets (${nameOfScore(task.kind)} of reference learners ${formatNumber(sick.score)}, of a constant answer ${formatNumber(sick.floor)}), those of the ${other} samples do (${formatNumber(sound.score)}, ${formatNumber(sound.floor)}): the ${name} targets were shuffled, or are of other samples`,
      sick,
      sound,
      task,
    );
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
