import { type ActivationStatistics, compileProbeStep, type ProbedLayer } from '../compile/index.ts';
import type { Tensor } from '../core/index.ts';
import type { Network } from '../nn/index.ts';
import type { Executor } from '../runtime/browser.ts';
import { batchBuffer } from './batch-buffers.ts';
import { type Histogram, histogram } from './histogram.ts';
import type { NonFiniteOrigin } from './non-finite.ts';
import type { ParameterStatistics } from './parameter-statistics.ts';

/** What one layer put out in a training step, and how its parameters fared. */
export interface LayerStatistics extends ActivationStatistics {
  readonly name: string;
  readonly kind: string;
  readonly parameters: readonly ParameterStatistics[];
  /** How many elements are NaN or infinite; where there are any, the mean and the deviation are not finite either. */
  readonly nonFinite: number;
  /** How many elements the layer put out. */
  readonly elements: number;
  /** Of all elements that the layer put out, where histograms were asked for. */
  readonly histogram: Histogram | undefined;
}

/** A training step looked into: plain data. */
export interface StepStatistics {
  /** Number of the step, 1 for the first. */
  readonly step: number;
  /** Mean loss of the batch, before the update. */
  readonly loss: number;
  /** In the network's order. */
  readonly layers: readonly LayerStatistics[];
  /** Where the first number that is not finite arose, if there is one in any layer or gradient. */
  readonly nonFinite: NonFiniteOrigin | undefined;
}

/** What a layer put out. */
export interface LayerActivations {
  readonly layer: ProbedLayer;
  readonly statistics: ActivationStatistics;
  /** Undefined where there may be some but only the values tell how many. */
  readonly nonFinite: number | undefined;
  readonly histogram: Histogram | undefined;
}

/** A compiled probe, tied to the tensors that a training step reads. */
export interface Probe {
  /** Runs the forward pass on what the training step's tensors hold now. */
  read(histogramBins: number): Promise<LayerActivations[]>;
  release(): Promise<void>;
}

/**
 * Compiles the probe that belongs to a training step.
 *
 * @param feeds the training step's inputs
 * @param values whether the layers' outputs are copied out, for histograms and for counting what is not finite
 */
export async function openProbe(
  network: Network,
  executor: Executor,
  feeds: Readonly<Record<string, Tensor>>,
  { batchSize, values }: { batchSize: number; values: boolean },
): Promise<Probe> {
  const step = compileProbeStep(network, { batchSize, target: executor.target, values });
  const executable = await executor.load(step.graph);
  const buffers = new Map(step.graph.outputs.map((output) => [output.name, batchBuffer(output).tensor]));
  const bound = executable.bind(
    Object.fromEntries(executable.inputs.map(({ name }) => [name, feeds[name]!])),
    Object.fromEntries(buffers),
  );
  const floats = (name: string) => buffers.get(name)!.data as Float32Array;
  return {
    async read(histogramBins) {
      await bound.run();
      return step.layers.map((layer) => {
        const statistics = layer.read(floats(step.statistics.name));
        if (!values) {
          return {
            layer,
            statistics,
            nonFinite: Number.isFinite(statistics.mean) ? 0 : undefined,
            histogram: undefined,
          };
        }
        const elements = floats(layer.output.name);
        return {
          layer,
          statistics,
          nonFinite: elements.length - countFinite(elements),
          histogram: histogramBins > 0 ? histogram(elements, histogramBins) : undefined,
        };
      });
    },
    release: () => executable.release(),
  };
}

function countFinite(values: Float32Array): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) count++;
  return count;
}
