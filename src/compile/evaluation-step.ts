import type { ConcreteShape } from '../core/index.ts';
import type { Graph, Value } from '../graph/index.ts';
import { rebuild } from '../graph/index.ts';
import { findLoss, type LossChoice, type Network, networkOutput } from '../nn/index.ts';
import { catalogue } from '../ops/index.ts';
import { bindDimensions, type Target, toInferenceForm } from '../passes/index.ts';
import { flatLayout } from './flat-layout.ts';
import { lowerForEngine } from './lower-for-engine.ts';
import { type ParameterInput, parametersAsInputs } from './parameter-inputs.ts';
import { addPenalties, withPenalisedOutputs } from './penalties.ts';
import { StepCache, stepKey } from './step-cache.ts';
import { batchBinding } from './training-step.ts';
import { type SeveralLosses, writeLosses } from './write-losses.ts';

/** A network's forward pass in inference form, as one graph for one batch size, reading the training step's vectors. */
export interface EvaluationStep {
  readonly graph: Graph;
  readonly batchSize: number;
  readonly dataInputs: readonly Value[];
  readonly parameterInputs: readonly ParameterInput[];
  /** Names of the states (running statistics) that the graph takes as inputs. */
  readonly states: readonly string[];
  readonly output: Value;
  /** Present where a loss was asked for. */
  readonly target: Value | undefined;
  readonly loss: string | undefined;
  /** Inputs of the targets of further losses, in their order. */
  readonly furtherTargets: readonly Value[];
  /** Where there are further losses, the outputs of each loss by itself, the first output's first. */
  readonly losses: readonly string[];
}

/** What an evaluation step is compiled for. */
export interface EvaluationStepOptions extends SeveralLosses {
  readonly batchSize: number;
  readonly target: Target;
  /** Also computes this loss, against one more input. */
  readonly loss?: LossChoice;
  /** As in `TrainingStepOptions`. */
  readonly targetShape?: ConcreteShape | undefined;
  /** Initializers that training updates, given as inputs. */
  readonly states?: readonly string[];
}

const cache = new StepCache<EvaluationStep>();

/** Compiles a network's forward pass, and its loss if asked for, with parameters as inputs. */
export function compileEvaluationStep(network: Network, options: EvaluationStepOptions): EvaluationStep {
  const { batchSize, loss, states = [], target, targetShape, lossWeight, furtherLosses } = options;
  const key = stepKey(
    network,
    [...network.parameters, ...states],
    [
      loss,
      lossWeight,
      furtherLosses,
      batchSize,
      target,
      targetShape,
      states,
      network.regularization,
      network.preparation?.target,
    ],
  );
  return cache.get(key, () => compile(network, options));
}

function compile(network: Network, options: EvaluationStepOptions): EvaluationStep {
  const { batchSize, loss, states = [], target: engine, furtherLosses = [] } = options;
  const { graph: open, parameterInputs } = parametersAsInputs(
    toInferenceForm(loss === undefined ? network.graph : withPenalisedOutputs(network)).graph,
    flatLayout(network),
    states,
  );
  const bound = bindDimensions(open, batchBinding(network, batchSize));
  const { builder, value } = rebuild(bound, catalogue, { outputs: false });
  const outputs = network.graph.outputs.map(({ name }) => builder.output(value(name), name));
  const output = outputs[0] ?? value(networkOutput(network).name);
  const written = loss === undefined ? undefined : writeLosses(builder, network, value, findLoss(loss), options);
  const scalar =
    written && builder.output(addPenalties(builder, written.scalar, network, value), builder.uniqueName('loss'));
  const losses = written === undefined || furtherLosses.length === 0 ? [] : written.losses;
  const parts = losses.map((each) => builder.output(each, builder.uniqueName('part')).name);
  return {
    graph: lowerForEngine(builder.build(), engine),
    batchSize,
    dataInputs: network.graph.inputs.map(({ name }) => ({ name, ...bound.types.get(name)! })),
    parameterInputs,
    states,
    output,
    target: written?.target,
    loss: scalar?.name,
    furtherTargets: written?.furtherTargets ?? [],
    losses: parts,
  };
}
