import { ancestors } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import type { LayerStatistics } from '../../train/index.ts';

/** A parameter that a step does not move. */
export interface SilentParameter {
  readonly name: string;
  readonly layer: string;
  /**
   * `frozen`: left as it is on purpose; `disconnected`: no output depends on it; `zero-gradient`: its gradient is exactly
   * zero for the whole batch.
   */
  readonly why: 'frozen' | 'disconnected' | 'zero-gradient';
}

/** The parameters that do not learn. */
export function silentParameters(
  { graph, layers }: Network,
  statistics: readonly LayerStatistics[],
): SilentParameter[] {
  const connected = ancestors(
    graph,
    graph.outputs.map(({ name }) => name),
  );
  const norms = new Map(
    statistics.flatMap(({ parameters }) => parameters.map((each) => [each.name, each.gradientNorm])),
  );
  return layers.flatMap(({ name: layer, parameters, frozen = [] }) => [
    ...frozen.map((name): SilentParameter => ({ name, layer, why: 'frozen' })),
    ...parameters.flatMap((name): SilentParameter[] => {
      if (!connected.has(name)) return [{ name, layer, why: 'disconnected' }];
      return norms.get(name) === 0 ? [{ name, layer, why: 'zero-gradient' }] : [];
    }),
  ]);
}
