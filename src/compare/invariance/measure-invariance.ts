import { elementCount, type Tensor } from '../../core/index.ts';
import type { Dataset } from '../../data/browser.ts';
import type { Network } from '../../nn/index.ts';
import type { Executor } from '../../runtime/browser.ts';
import { predict } from '../../train/browser.ts';
import { MovedDataset } from './moved-dataset.ts';
import { type Movement, type TransformationName, transformations } from './transformations.ts';

/** How far the output moves. */
export interface OutputChange {
  /**
   * Root of the mean squared distance between the outputs with and without the movement, as a share of the same between
   * the outputs and their mean over the samples: 0 where nothing moves, about 1.4 for outputs that have nothing in common.
   */
  readonly change: number;
  /** Share of the samples whose decision is another; undefined where outputs are no decisions. */
  readonly decisions: number | undefined;
}

/** One transformation at one strength. */
export interface InvarianceResult extends OutputChange {
  readonly transformation: TransformationName;
  readonly strength: number;
  /** The same after the movement and back again: what interpolation, twice, and the border alone do. */
  readonly resampling: OutputChange;
}

/** How outputs become decisions: the largest of several, one against a threshold, or not at all. */
export type Decision =
  | { readonly kind: 'largest' }
  | { readonly kind: 'above'; readonly threshold: number }
  | undefined;

/** What {@link measureInvariance} measures. */
export interface InvarianceOptions {
  readonly executor: Executor;
  /** Strengths of each transformation: pixels, degrees, factors. */
  readonly strengths: Readonly<Partial<Record<TransformationName, readonly number[]>>>;
  readonly decision?: Decision;
  /** Called before each pass over the data, with the number of passes made and of all. */
  readonly onPass?: (made: number, all: number) => void;
}

/**
 * Measures how much a network's output moves when its input images are shifted, turned and scaled (mission G10), over all
 * samples of a dataset, by bilinear interpolation with the border's pixels beyond the border.
 *
 * @throws DataError where the samples are no images
 */
export async function measureInvariance(
  network: Network,
  dataset: Dataset,
  { executor, strengths, decision, onPass }: InvarianceOptions,
): Promise<InvarianceResult[]> {
  const asked = Object.values(transformations).flatMap((transformation) =>
    (strengths[transformation.name] ?? []).map((strength) => ({
      name: transformation.name,
      strength,
      movements: transformation.movements(strength),
    })),
  );
  const all = 1 + asked.reduce((sum, { movements }) => sum + 2 * movements.length, 0);
  let made = 0;
  const outputsAfter = async (movements: readonly Movement[]): Promise<Tensor<'float32'>> => {
    onPass?.(made++, all);
    return predict(network, new MovedDataset(dataset, movements), { executor });
  };
  const still = await outputsAfter([]);
  const results: InvarianceResult[] = [];
  for (const { name, strength, movements } of asked) {
    const moved: OutputChange[] = [];
    const returned: OutputChange[] = [];
    for (const { there, back } of movements) {
      moved.push(changeOf(still, await outputsAfter([there]), decision));
      returned.push(changeOf(still, await outputsAfter([there, back]), decision));
    }
    results.push({ transformation: name, strength, ...meanOf(moved), resampling: meanOf(returned) });
  }
  return results;
}

function changeOf(still: Tensor<'float32'>, moved: Tensor<'float32'>, decision: Decision): OutputChange {
  const samples = still.shape[0]!;
  const width = elementCount(still.shape.slice(1));
  const means = new Float64Array(width);
  for (let i = 0; i < still.data.length; i++) means[i % width]! += still.data[i]! / samples;
  let squares = 0;
  let spread = 0;
  for (let i = 0; i < still.data.length; i++) {
    squares += (moved.data[i]! - still.data[i]!) ** 2;
    spread += (still.data[i]! - means[i % width]!) ** 2;
  }
  const change = squares === 0 ? 0 : Math.sqrt(squares / spread);
  if (decision === undefined) return { change, decisions: undefined };
  let others = 0;
  for (let sample = 0; sample < samples; sample++) {
    const rowOf = ({ data }: Tensor<'float32'>) => data.subarray(sample * width, (sample + 1) * width);
    if (decide(rowOf(still), decision) !== decide(rowOf(moved), decision)) others++;
  }
  return { change, decisions: others / samples };
}

function decide(row: Float32Array, decision: NonNullable<Decision>): number {
  if (decision.kind === 'above') return row[0]! > decision.threshold ? 1 : 0;
  return row.reduce((best, value, index) => (value > row[best]! ? index : best), 0);
}

function meanOf(changes: readonly OutputChange[]): OutputChange {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const decisions = changes.map((change) => change.decisions).filter((share) => share !== undefined);
  return {
    change: mean(changes.map(({ change }) => change)),
    decisions: decisions.length === 0 ? undefined : mean(decisions),
  };
}
