import type { ConcreteShape } from '../core/index.ts';
import type { GraphBuilder, Value } from '../graph/index.ts';
import { findLoss, type Loss, type LossChoice, type Network, networkOutput, targetNumbers } from '../nn/index.ts';

/** The loss of one more output of a network that has several. */
export interface OutputLoss {
  /** Name of the network's output. */
  readonly output: string;
  /** Name of the dataset's field that the output is compared with. */
  readonly target: string;
  readonly loss: LossChoice;
  /** Factor of this loss in the sum of all. */
  readonly weight: number;
}

/** The losses of a network with several outputs, beside that of its first. */
export interface SeveralLosses {
  /** Factor of the first output's loss. Default 1. */
  readonly lossWeight?: number | undefined;
  readonly furtherLosses?: readonly OutputLoss[] | undefined;
}

/** The losses of a step as values of its graph. */
interface WrittenLosses {
  /** What the first output is compared with. */
  readonly target: Value;
  /** The targets of further losses, in their order. */
  readonly furtherTargets: readonly Value[];
  /** The loss of each output that has one, the first output's first, without its factor. */
  readonly losses: readonly Value[];
  /** The sum of all losses by their factors. */
  readonly scalar: Value;
}

/**
 * Adds target inputs and the nodes of all losses; they belong to the layer `loss`. Where the network's preparation scales
 * its target, output and target are compared in those units, so that the size of the loss and of its gradients does not
 * hang on the target's unit.
 *
 * @param value finds what the network's graph calls by a name
 */
export function writeLosses(
  builder: GraphBuilder,
  network: Network,
  value: (name: string) => Value,
  loss: Loss,
  { targetShape, lossWeight = 1, furtherLosses = [] }: SeveralLosses & { targetShape?: ConcreteShape | undefined },
): WrittenLosses {
  const first = writeLoss(builder, value(networkOutput(network).name), loss, network.preparation, targetShape);
  const further = furtherLosses.map(({ output, loss: choice }) =>
    writeLoss(builder, value(output), findLoss(choice), undefined, undefined),
  );
  const losses = [first, ...further].map(({ scalar }) => scalar);
  const factors = [lossWeight, ...furtherLosses.map(({ weight }) => weight)];
  const scalar = builder.withLayer('loss', () =>
    losses
      .map((each, index) => (factors[index] === 1 ? each : builder.op('Mul', [each, builder.scalar(factors[index]!)])))
      .reduce((sum, each) => builder.op('Add', [sum, each])),
  );
  return { target: first.target, furtherTargets: further.map(({ target }) => target), losses, scalar };
}

function writeLoss(
  builder: GraphBuilder,
  output: Value,
  loss: Loss,
  preparation: Network['preparation'],
  targetShape: ConcreteShape | undefined,
): { target: Value; scalar: Value } {
  return builder.withLayer('loss', () => {
    const given = targetShape && [output.shape[0] as number, ...targetShape];
    const { dtype, shape } = loss.targetType(output, given);
    const target = builder.input(builder.uniqueName('target'), dtype, shape);
    const scaling = preparation?.target;
    if (scaling === undefined || loss.ofDifferences !== true) {
      return { target, scalar: loss.write(builder, output, target) };
    }
    const mean = targetNumbers(builder, output, scaling.mean, 'mean');
    const inverse = scaling.deviation.map((deviation) => 1 / deviation);
    const factor = targetNumbers(builder, output, inverse, 'inverse_deviation');
    const scaled = (each: Value) => builder.op('Mul', [builder.op('Sub', [each, mean]), factor]);
    return { target, scalar: loss.write(builder, scaled(output), scaled(target)) };
  });
}
