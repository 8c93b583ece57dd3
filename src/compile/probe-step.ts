import { GraphError } from '../core/index.ts';
import { type Graph, rebuild, type Value } from '../graph/index.ts';
import type { Network } from '../nn/index.ts';
import { catalogue } from '../ops/index.ts';
import { bindDimensions, type Target, toTrainingForm } from '../passes/index.ts';
import {
  type ActivationStatistics,
  readStatistics,
  statisticsLength,
  subjectOf,
  writeStatistics,
} from './activation-statistics.ts';
import { flatLayout } from './flat-layout.ts';
import { lowerForEngine } from './lower-for-engine.ts';
import { parametersAsInputs } from './parameter-inputs.ts';
import { StepCache, stepKey } from './step-cache.ts';
import { batchBinding } from './training-step.ts';

/** A layer as a probe sees it. */
export interface ProbedLayer {
  readonly name: string;
  readonly kind: string;
  /** Names of its trainable parameters. */
  readonly parameters: readonly string[];
  /** What it puts out, with concrete shape; an output of the graph where values were asked for. */
  readonly output: Value;
  /** The layer's statistics, out of what {@link ProbeStep.statistics} held. */
  read(statistics: Float32Array | Float64Array): ActivationStatistics;
}

/** The forward pass of a training step that returns statistics of every layer's output. */
export interface ProbeStep {
  /** Inputs are those of the training step, without the target. */
  readonly graph: Graph;
  /** The output that holds the statistics of all layers. */
  readonly statistics: Value;
  readonly layers: readonly ProbedLayer[];
}

/** What a probe is compiled for. */
export interface ProbeStepOptions {
  readonly batchSize: number;
  readonly target: Target;
  /** Whether the layers' outputs themselves are outputs of the graph, too. */
  readonly values: boolean;
}

const cache = new StepCache<ProbeStep>();

/**
 * Compiles the forward pass of a training step, with the statistics of the batch and the same dropout masks, to a graph
 * that reduces what each layer puts out to a few numbers. It runs beside the training step and not in its place: what
 * the training step computes keeps its bits.
 */
export function compileProbeStep(network: Network, options: ProbeStepOptions): ProbeStep {
  const training = toTrainingForm(watched(network));
  const variable = [...network.parameters, ...training.stateUpdates.keys()];
  const key = stepKey(network, variable, [options, network.layers]);
  return cache.get(key, () => compile(network, training, options));
}

/** The network's graph with every layer's output as an output, so that it keeps its name. */
function watched({ graph, layers }: Network): Graph {
  const names = new Set([...graph.outputs.map(({ name }) => name), ...layers.map(({ output }) => output)]);
  return { ...graph, outputs: [...names].map((name) => ({ name, ...graph.types.get(name)! })) };
}

function compile(
  network: Network,
  training: ReturnType<typeof toTrainingForm>,
  { batchSize, target, values }: ProbeStepOptions,
): ProbeStep {
  const { graph: open } = parametersAsInputs(training.graph, flatLayout(network), [...training.stateUpdates.keys()]);
  const bound = bindDimensions(open, batchBinding(network, batchSize));
  const { builder, value } = rebuild(bound, catalogue, { outputs: false });
  if (network.layers.length === 0) {
    throw new GraphError(`network '${network.graph.name}' names no layers to look into`, {
      advice: 'List its layers with the values that they put out in `layers`',
    });
  }
  const parts: Value[] = [];
  const shown = new Set<string>();
  let length = 0;
  const layers = network.layers
    .filter((layer) => bound.types.get(layer.output)?.dtype === 'float32')
    .map(({ name, kind, parameters, output: outputName }): ProbedLayer => {
      const output = value(outputName);
      const subject = subjectOf(network.graph, outputName, output);
      parts.push(...builder.withLayer(name, () => writeStatistics(builder, subject)));
      if (values && !shown.has(output.name)) builder.output(output);
      shown.add(output.name);
      const from = length;
      const to = from + statisticsLength(subject);
      length = to;
      return {
        name,
        kind,
        parameters,
        output,
        read: (statistics) => readStatistics(statistics.subarray(from, to), subject),
      };
    });
  const statistics = builder.op('Concat', parts, { axis: 2 }, { outputName: builder.uniqueName('statistics') });
  builder.output(statistics);
  return { graph: lowerForEngine(builder.build(), target), statistics, layers };
}
