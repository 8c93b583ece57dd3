import type { Network } from '../../nn/index.ts';
import type { LayerStatistics } from '../../train/index.ts';
import type { WeightedKind, WeightedLayer } from '../network/layer-chain.ts';

/** What one weighted layer does to signal and gradient in a step. */
export interface LayerFlow {
  readonly name: string;
  readonly kind: WeightedKind;
  readonly isLast: boolean;
  /** Of what the layer puts out, as its author's framework names layers; undefined where no layer was looked into. */
  readonly output: LayerStatistics | undefined;
  /** Of the kernel; undefined where it is frozen. */
  readonly weightNorm: number | undefined;
  readonly gradientNorm: number | undefined;
  /** Norm of the step's update over that of the kernel. About 1e-3 is healthy. */
  readonly updateRatio: number | undefined;
}

/** How the deviation of the signal changes from layer to layer. */
export interface SignalThroughDepth {
  /** Of the inputs, then of each weighted layer's output but the last's, where known. */
  readonly deviations: readonly number[];
  /** Geometric mean of the change from one layer to the next; undefined without hidden layers or where a signal is 0. */
  readonly changePerLayer: number | undefined;
}

/** Signal, gradient and update of each weighted layer, out of a step's statistics. */
export function layerFlows(
  network: Network,
  weighted: readonly WeightedLayer[],
  statistics: readonly LayerStatistics[],
): LayerFlow[] {
  const byName = new Map(statistics.map((layer) => [layer.name, layer]));
  const parameters = new Map(statistics.flatMap((layer) => layer.parameters.map((each) => [each.name, each])));
  return weighted.map(({ name, kind, isLast, kernel }) => {
    const holder = network.layers.find((layer) => [...layer.parameters, ...(layer.frozen ?? [])].includes(kernel));
    const { weightNorm, gradientNorm, updateRatio } = parameters.get(kernel) ?? {};
    return { name, kind, isLast, output: holder && byName.get(holder.name), weightNorm, gradientNorm, updateRatio };
  });
}

/** Norm of the first layer's gradient over that of the last. */
export function gradientRatio(flows: readonly LayerFlow[]): number | undefined {
  const norms = flows.flatMap(({ gradientNorm }) => gradientNorm ?? []);
  const last = norms.at(-1);
  return norms.length < 2 || last === 0 ? undefined : norms[0]! / last!;
}

/** @param inputs deviation of the numbers that the network reads */
export function signalThroughDepth(inputs: number, flows: readonly LayerFlow[]): SignalThroughDepth {
  const hidden = flows.filter(({ isLast }) => !isLast);
  const deviations = [inputs, ...hidden.flatMap(({ output }) => output?.deviation ?? [])];
  const ratio = deviations.at(-1)! / inputs;
  const steps = deviations.length - 1;
  const isKnown = steps > 0 && Number.isFinite(ratio) && ratio > 0;
  return { deviations, changePerLayer: isKnown ? ratio ** (1 / steps) : undefined };
}
