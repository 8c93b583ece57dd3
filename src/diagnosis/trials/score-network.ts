import type { Dataset } from '../../data/index.ts';
import { findLoss } from '../../nn/index.ts';
import type { Executor } from '../../runtime/index.ts';
import { predict } from '../../train/index.ts';
import type { Design } from '../design.ts';
import { type ScoredOutputs, scoreOutputs } from '../score.ts';
import { type DiagnosisTask, targetValues } from '../task.ts';
import { inTargetUnits } from './target-forms.ts';

/** What a design's network answers in evaluation form, in the targets' own units, and what it should have answered. */
export async function answersOf(
  design: Design,
  task: DiagnosisTask,
  dataset: Dataset,
  executor: Executor,
): Promise<ScoredOutputs> {
  const { data } = await predict(design.network, dataset, { executor });
  return {
    outputs: inTargetUnits(data, design),
    width: data.length / dataset.length,
    targets: targetValues(dataset),
    boundary: boundaryOf(design, task),
  };
}

/** How well a design's network answers a dataset; see `scoreOutputs`. */
export const scoreNetwork = async (
  design: Design,
  task: DiagnosisTask,
  dataset: Dataset,
  executor: Executor,
): Promise<number> => scoreOutputs(task, await answersOf(design, task, dataset, executor));

/** From which output on the answer is yes. */
function boundaryOf({ recipe }: Design, task: DiagnosisTask): number {
  if (findLoss(recipe.loss).output === 'logits') return 0;
  return task.kind === 'yes-no' ? (task.values[0] + task.values[1]) / 2 : 0.5;
}
