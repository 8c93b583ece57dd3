import { runFiles } from '../run-folder.ts';

/** Hears of a scalar; the value is a number, a word that stands for one that is not finite, or absent. */
type TakeScalar = (tag: string, step: number, value: unknown) => void;

/** Netwright's own lines of JSON that hold curves. */
export const lineFiles = [runFiles.steps, runFiles.history] as const;

/** The scalars of a line of such a file, with the tags that event files of the run would have. */
export function scalarsOfLine(name: (typeof lineFiles)[number], value: unknown, take: TakeScalar): void {
  const line = toRecord(value);
  const step = toNumber(line.step);
  if (name === runFiles.steps) {
    take('loss/train', step, line.loss);
    take('lr', step, line.learningRate);
    take('grad_norm', step, line.gradientNorm);
    return;
  }
  take('epoch', step, line.epoch);
  take('loss/train_epoch', step, line.loss);
  take('throughput/samples_per_second', step, line.samplesPerSecond);
  const validation = toRecord(line.validation);
  take('loss/val', step, validation.loss);
  for (const [metric, one] of Object.entries(toRecord(validation.metrics))) take(`metric/${metric}/val`, step, one);
}

/** A number, or one of the words that stand for numbers that are not finite; NaN for anything else. */
export const toNumber = (value: unknown): number => (value === null ? Number.NaN : Number(value));

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
