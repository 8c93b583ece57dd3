/** Losses: each writes the nodes from output and target to one scalar; one file each. */
import { binaryCrossEntropy } from './binary-cross-entropy.ts';
import { categoricalCrossEntropy } from './categorical-cross-entropy.ts';
import { crossEntropy } from './cross-entropy.ts';
import type { Loss } from './loss.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanSquaredError } from './mean-squared-error.ts';

export type { Loss, TargetKind } from './loss.ts';

/** Every loss by the name that recipes and `--loss` use. */
export const losses = {
  binaryCrossEntropy,
  categoricalCrossEntropy,
  crossEntropy,
  l1: meanAbsoluteError,
  mse: meanSquaredError,
} satisfies Record<string, Loss>;

export type LossName = keyof typeof losses;

/** All loss names. */
export const lossNames = Object.keys(losses) as LossName[];
