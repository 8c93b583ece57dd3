import type { FieldStatistics } from '../../data/index.ts';
import type { LayerStatistics, NonFiniteOrigin } from '../../train/index.ts';
import type { WeightedLayer } from '../network/layer-chain.ts';
import type { Subject } from '../subject.ts';
import type { DiagnosisTask } from '../task.ts';
import type { TrialResult } from '../trials/trial.ts';
import type { DataEvidence } from './data/data-evidence.ts';
import type { InputUse } from './input-use.ts';
import type { LayerFlow, SignalThroughDepth } from './layer-flow.ts';
import type { RowDependence } from './row-dependence.ts';
import type { SilentParameter } from './silent-parameters.ts';
import type { SymmetricUnits } from './symmetric-units.ts';

/** All that is known of a subject: what rules look at. Later parts are undefined until they are measured. */
export interface Evidence {
  readonly subject: Subject;
  readonly task: DiagnosisTask;
  readonly layers: readonly WeightedLayer[];
  readonly inputs: readonly NamedStatistics[];
  readonly target: FieldStatistics;
  /** What the data say by themselves, measured when it is asked for. */
  readonly data?: DataEvidence;
  /** One forward and backward pass with the first weights; undefined where the network could not be run. */
  readonly start: StartEvidence | undefined;
  /** What comes out for what goes in, with the first weights, in evaluation form; undefined as `start` is. */
  readonly flow?: FlowEvidence | undefined;
  /** Why the network could not be run or could not be trained with its loss on these data. */
  readonly refusal?: string | undefined;
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
  /** Samples in the batch: more than the recipe's, where that is so small that dead units could not be told. */
  readonly samples: number;
  /** Where the first number that is not finite arose, with its sample. */
  readonly nonFinite: NonFiniteOrigin | undefined;
  /** Signal, gradient and update of each weighted layer, in the network's order. */
  readonly weighted: readonly LayerFlow[];
  readonly signal: SignalThroughDepth;
  /**
   * Norm of the gradient of the first weighted layer's kernel over that of the last; undefined with fewer than two, or where
   * the last is 0. Far below 1 the gradient vanishes on its way back, far above it explodes.
   */
  readonly gradientRatio: number | undefined;
  /** Layers whose units start alike and stay alike. */
  readonly symmetric: readonly SymmetricUnits[];
  /** Parameters that a step does not move. */
  readonly silent: readonly SilentParameter[];
}

/** How a network's outputs hang on what it is given. */
export interface FlowEvidence {
  /** Root mean square, over samples and outputs, of an output less its mean over the samples: 0 for a constant answer. */
  readonly outputDeviation: number;
  /** For each input of numbers that a gradient reaches; others are left out. */
  readonly inputs: readonly InputUse[];
  /** Undefined where the data hold one sample. */
  readonly rows: RowDependence | undefined;
  /**
   * How far the outputs of the training form, which takes the batch's own statistics, lie from those of the evaluation form,
   * over the deviation of the latter; undefined without batch normalisation.
   */
  readonly batchNormGap: number | undefined;
}
