import { findLoss } from '../../nn/index.ts';
import { weightedLayers } from '../network/layer-chain.ts';
import { resizeUnits } from '../network/resize-units.ts';
import { outputWidth } from '../subject.ts';
import type { DiagnosisTask } from '../task.ts';
import type { Remedy } from './remedy.ts';

/** One output for each class, label or number; class numbers in one column become one-hot rows for it. */
export const outputShape: Remedy = {
  family: 'output-shape',
  summary: 'as many outputs as the targets ask for',
  apply(design, { task, seed }) {
    const width = outputWidth(design.network);
    if (widths(task, width).includes(width)) return undefined;
    const last = weightedLayers(design.network).findLast((layer) => layer.isLast);
    if (last === undefined) return undefined;
    const [wanted] = widths(task, width);
    const network = resizeUnits(design.network, last, wanted!, seed);
    if (network === undefined) return undefined;
    const needsRows =
      task.kind === 'classes' && task.encoding === 'column' && findLoss(design.recipe.loss).target !== 'classes';
    return { ...design, network, targets: needsRows ? { kind: 'one-hot', count: task.count } : design.targets };
  },
};

/** Numbers of outputs that suit a task, the usual one first. More classes than occur in the data do no harm. */
function widths(task: DiagnosisTask, width: number): number[] {
  switch (task.kind) {
    case 'classes':
      return width > task.count ? [width] : [task.count];
    case 'yes-no':
      return [1, 2];
    default:
      return [task.width];
  }
}
