import { gradient } from '../autodiff/index.ts';
import { type ConcreteShape, GraphError, zeros } from '../core/index.ts';
import { descendants, type Graph, type GraphBuilder, type Node, placeOf, rebuild, type Value } from '../graph/index.ts';
import { type ClassWeights, findLoss, type LossChoice, type Network, withClassWeights } from '../nn/index.ts';
import { catalogue, findOperator } from '../ops/index.ts';
import { bindDimensions, reluAfterMaxPool, type Target, toTrainingForm } from '../passes/index.ts';
import { type FlatLayout, flatLayout } from './flat-layout.ts';
import { lowerForEngine } from './lower-for-engine.ts';
import { type ParameterInput, parametersAsInputs, takesFlatInput } from './parameter-inputs.ts';
import { addPenalties, withPenalisedOutputs } from './penalties.ts';
import { StepCache, stepKey } from './step-cache.ts';
import { type SeveralLosses, writeLosses } from './write-losses.ts';

/** A tensor that a step reads and gives a new value for, such as the running mean of a batch norm. */
export interface StateTensor {
  /** Name of the network's initializer and of the graph's input. */
  readonly name: string;
  /** Name of the graph's output that holds the next value. */
  readonly output: string;
  readonly length: number;
}

/** A network's forward and backward pass with its loss, as one graph for one batch size. */
export interface TrainingStep {
  /** Inputs: the data, the target, the parameters, the states, and the random seed if there is dropout. */
  readonly graph: Graph;
  readonly batchSize: number;
  readonly dataInputs: readonly Value[];
  readonly target: Value;
  /** Inputs of the targets of further losses, in their order. */
  readonly furtherTargets: readonly Value[];
  /** Input that must be another number at each step, where the network draws random numbers. */
  readonly randomSeed: string | undefined;
  readonly layout: FlatLayout;
  readonly parameterInputs: readonly ParameterInput[];
  /** Outputs that are parts of the flat gradient vector. A parameter that the loss does not depend on has none. */
  readonly gradientOutputs: readonly ParameterInput[];
  readonly states: readonly StateTensor[];
  /** The scalar output that holds the batch's mean loss. */
  readonly loss: string;
}

/** What a training step is compiled for. */
export interface TrainingStepOptions extends SeveralLosses {
  readonly loss: LossChoice;
  readonly batchSize: number;
  readonly target: Target;
  /** Shape of the data's target for one sample, where it may be another than the output's and be broadcast. */
  readonly targetShape?: ConcreteShape | undefined;
  /** How much each class counts. */
  readonly classWeights?: ClassWeights | undefined;
}

const cache = new StepCache<TrainingStep>();

/**
 * Compiles a network and a loss to one graph: training form, forward pass, loss, gradients, lowered for an engine.
 *
 * @throws GraphError naming the node and the layer where an operator on the way has no gradient or where the only way
 * from the parameters to the loss is cut, or where the output does not fit the loss
 */
export function compileTrainingStep(network: Network, options: TrainingStepOptions): TrainingStep {
  const training = toTrainingForm(withPenalisedOutputs(network));
  const { loss, lossWeight, furtherLosses, batchSize, target, targetShape, classWeights } = options;
  const key = stepKey(
    network,
    [...network.parameters, ...training.stateUpdates.keys()],
    [
      loss,
      lossWeight,
      furtherLosses,
      classWeights,
      batchSize,
      target,
      targetShape,
      network.regularization,
      network.preparation?.target,
    ],
  );
  return cache.get(key, () => compile(network, training, options));
}

function compile(
  network: Network,
  training: ReturnType<typeof toTrainingForm>,
  { loss: choice, batchSize, target: engine, classWeights, ...several }: TrainingStepOptions,
): TrainingStep {
  const layout = flatLayout(network);
  if (layout.length === 0) {
    throw new GraphError(`network '${network.graph.name}' has no trainable parameters`, {
      advice: 'Add a layer with weights, or export the model with its parameters',
    });
  }
  const dataInputs = network.graph.inputs.map((input) => input.name);
  const states = [...training.stateUpdates];
  const { graph: open, parameterInputs } = parametersAsInputs(
    reluAfterMaxPool(training.graph).graph,
    layout,
    states.map(([name]) => name),
  );
  const bound = bindDimensions(open, batchBinding(network, batchSize));
  const { builder, value } = rebuild(bound, catalogue, { outputs: false });
  const plain = findLoss(choice);
  const loss = classWeights === undefined ? plain : withClassWeights(plain, classWeights);
  const written = writeLosses(builder, network, value, loss, several);
  const { target, furtherTargets } = written;
  const scalar = addPenalties(builder, written.scalar, network, value);
  const forward = [...builder.nodes];
  const gradients = gradient(
    builder,
    scalar,
    layout.entries.map((entry) => builder.value(entry.name)),
  );
  if (gradients.size === 0) throw noGradient(network, forward);
  const lossOutput = builder.output(scalar, builder.uniqueName('loss'));
  const gradientOutputs = declareGradients(builder, layout, gradients);
  for (const [, next] of states) builder.output(builder.value(next));
  return {
    graph: lowerForEngine(builder.build(), engine),
    batchSize,
    dataInputs: dataInputs.map((name) => ({ name, ...bound.types.get(name)! })),
    target,
    furtherTargets,
    randomSeed: training.randomSeed,
    layout,
    parameterInputs,
    gradientOutputs,
    states: states.map(([name, next]) => ({
      name,
      output: next,
      length: network.graph.initializers.get(name)!.data.length,
    })),
    loss: lossOutput.name,
  };
}

/** No parameter moves the loss: names the operator that lets no gradient through, or says that there is none. */
function noGradient(network: Network, forward: readonly Node[]): GraphError {
  const reached = descendants({ nodes: forward }, network.parameters);
  const block = forward.find(
    (node) => findOperator(node).gradient === 'zero' && node.inputs.some((input) => reached.has(input)),
  );
  if (block === undefined) {
    return new GraphError(`the loss depends on none of the parameters of network '${network.graph.name}'`);
  }
  return new GraphError('lets no gradient through, and no parameter reaches the loss without it', {
    ...placeOf(block),
    advice: 'Its output changes in steps: take it out of the network, or apply it to the predictions',
  });
}

/** Sizes for the network's symbolic axes: the batch. */
export function batchBinding(network: Network, batchSize: number): Record<string, number> {
  const bindings: Record<string, number> = {};
  for (const input of network.graph.inputs) {
    const batch = input.shape[0];
    if (typeof batch === 'string') bindings[batch] = batchSize;
    else if (batch !== batchSize) {
      throw new GraphError(`input '${input.name}' has the fixed batch size ${batch}, ${batchSize} is asked for`, {
        advice: 'Export the model with a dynamic batch axis, or train with that batch size',
      });
    }
    const open = input.shape.slice(1).find((length) => typeof length === 'string');
    if (open !== undefined) {
      throw new GraphError(`input '${input.name}' has the open axis '${open}' beside the batch`, {
        advice: 'Export the model with fixed sizes for every axis but the batch',
      });
    }
  }
  return bindings;
}

function declareGradients(
  builder: GraphBuilder,
  layout: FlatLayout,
  gradients: ReadonlyMap<string, Value>,
): ParameterInput[] {
  if (!takesFlatInput(layout)) {
    return layout.entries.flatMap((entry) => {
      const value = gradients.get(entry.name);
      if (value === undefined) return [];
      const name = builder.uniqueName(`gradient/${entry.name}`);
      return [{ ...entry, name: builder.output(value, name).name }];
    });
  }
  const parts = layout.entries.map(({ name, shape, length }) => {
    const value = gradients.get(name) ?? builder.constant(zeros('float32', shape));
    return value.shape.length === 1 ? value : builder.op('Reshape', [value, builder.ints([length])]);
  });
  const flat = builder.op('Concat', parts, { axis: 0 });
  const { name } = builder.output(flat, builder.uniqueName('gradients'));
  return [{ name, shape: [layout.length], offset: 0, length: layout.length }];
}
