import type { FieldStatistics } from '../../data/index.ts';
import type { LayerStatistics } from '../../train/index.ts';
import type { WeightedLayer } from '../network/layer-chain.ts';
import type { Subject } from '../subject.ts';
import type { DiagnosisTask } from '../task.ts';
import type { TrialResult } from '../trials/trial.ts';

/** All that is known of a subject: what rules look at. Later parts are undefined until they are measured. */
export interface Evidence {
  readonly subject: Subject;
  readonly task: DiagnosisTask;
  readonly layers: readonly WeightedLayer[];
  readonly inputs: readonly NamedStatistics[];
  readonly target: FieldStatistics;
  /** One forward and backward pass with the first weights; undefined where the network could not be run. */
  readonly start: StartEvidence | undefined;
  /** Trainings of the subject as it is, one for each seed; empty before the first. */
  readonly asIs: readonly TrialResult[];
}

export interface NamedStatistics extends FieldStatistics {
  readonly name: string;
}

/** What one step at the first weights shows. */
export interface StartEvidence {
  /** Mean loss of the batch. */
  readonly loss: number;
  /** Loss of the best constant answer, where the loss is defined for it. */
  readonly constantLoss: number | undefined;
  /** In the network's order. */
  readonly layers: readonly LayerStatistics[];
}
