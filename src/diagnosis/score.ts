import type { DiagnosisTask } from './task.ts';

/** Outputs of a network for some samples, and what they should have been. */
export interface ScoredOutputs {
  /** Sample after sample, `width` numbers each. */
  readonly outputs: Float32Array;
  readonly width: number;
  /** As the data hold them. */
  readonly targets: Float32Array;
  /** From which output on the answer is yes: 0 for logits, 0.5 for probabilities. */
  readonly boundary: number;
}

/**
 * How well outputs answer a task, on one scale for every loss: the share of right answers for classes, yes or no and
 * labels, R² (mean over columns) for numbers. 1 is perfect. Outputs that are not finite answer nothing: they are wrong,
 * and for numbers the score is −∞.
 */
export function scoreOutputs(task: DiagnosisTask, scored: ScoredOutputs): number {
  const samples = scored.targets.length / task.width;
  switch (task.kind) {
    case 'numbers':
      return meanRSquared(scored, task.width);
    case 'labels':
      return shareOfRight(samples, task.width, (row, column) => {
        const output = outputAt(scored, row, column);
        return Number.isFinite(output) && output > scored.boundary === scored.targets[row * task.width + column]! > 0.5;
      });
    case 'yes-no':
      return shareOfRight(samples, 1, (row) => {
        const isYes = scored.targets[row] === task.values[1];
        if (scored.width === 1) {
          const output = outputAt(scored, row, 0);
          return Number.isFinite(output) && output > scored.boundary === isYes;
        }
        return largest(scored, row) === (isYes ? 1 : 0);
      });
    case 'classes':
      return shareOfRight(samples, 1, (row) => answeredClass(scored, row) === targetClass(task, scored.targets, row));
  }
}

/** The score of the best answer that is the same for every sample: what a network gets for learning nothing. */
export function constantScore(task: DiagnosisTask, targets: Float32Array): number {
  const samples = targets.length / task.width;
  switch (task.kind) {
    case 'numbers':
      return 0;
    case 'labels': {
      let right = 0;
      for (let column = 0; column < task.width; column++) {
        let yes = 0;
        for (let row = 0; row < samples; row++) if (targets[row * task.width + column]! > 0.5) yes++;
        right += Math.max(yes, samples - yes);
      }
      return right / targets.length;
    }
    default: {
      const counts = new Map<number, number>();
      for (let row = 0; row < samples; row++) {
        const value = task.kind === 'classes' ? targetClass(task, targets, row) : targets[row]!;
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return Math.max(...counts.values()) / samples;
    }
  }
}

function outputAt({ outputs, width }: ScoredOutputs, row: number, column: number): number {
  return outputs[row * width + Math.min(column, width - 1)]!;
}

/** Index of the largest output, −1 where one is not a number. */
function largest({ outputs, width }: ScoredOutputs, row: number): number {
  let best = 0;
  for (let column = 0; column < width; column++) {
    const value = outputs[row * width + column]!;
    if (Number.isNaN(value)) return -1;
    if (value > outputs[row * width + best]!) best = column;
  }
  return best;
}

const answeredClass = (scored: ScoredOutputs, row: number): number =>
  scored.width > 1 ? largest(scored, row) : Math.round(scored.outputs[row]!);

function targetClass(task: Extract<DiagnosisTask, { kind: 'classes' }>, targets: Float32Array, row: number): number {
  if (task.encoding === 'column') return targets[row]!;
  return targets.subarray(row * task.width, (row + 1) * task.width).indexOf(1);
}

/** The share of right answers where each sample asks for `answers` of them. */
function shareOfRight(samples: number, answers: number, isRight: (row: number, column: number) => boolean): number {
  let right = 0;
  for (let row = 0; row < samples; row++) {
    for (let column = 0; column < answers; column++) if (isRight(row, column)) right++;
  }
  return right / (samples * answers);
}

/** Mean over the target's columns of 1 − (squared errors) / (squared deviations); a constant column does not count. */
function meanRSquared(scored: ScoredOutputs, width: number): number {
  const { targets } = scored;
  const samples = targets.length / width;
  let sum = 0;
  let columns = 0;
  for (let column = 0; column < width; column++) {
    let mean = 0;
    for (let row = 0; row < samples; row++) mean += targets[row * width + column]! / samples;
    let error = 0;
    let spread = 0;
    for (let row = 0; row < samples; row++) {
      const target = targets[row * width + column]!;
      error += (target - outputAt(scored, row, column)) ** 2;
      spread += (target - mean) ** 2;
    }
    if (spread === 0) continue;
    sum += Number.isFinite(error) ? 1 - error / spread : Number.NEGATIVE_INFINITY;
    columns++;
  }
  return columns === 0 ? 0 : sum / columns;
}
