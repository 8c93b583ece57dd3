import type { Shape } from '../../core/index.ts';
import type { Graph, Node } from '../../graph/index.ts';

/** Reshapes that keep the lengths of the axes but not their order: what a transpose would do, without moving an element. */
export function reshapesForTransposes({ graph }: { readonly graph: Graph }): Node[] {
  return graph.nodes.filter(({ opType, inputs, outputs }) => {
    if (opType !== 'Reshape') return false;
    const [from, to] = [inputs[0]!, outputs[0]!].map((name) => lengths(graph.types.get(name)?.shape ?? []));
    return from!.join() !== to!.join() && from!.toSorted().join() === to!.toSorted().join();
  });
}

/** Axes of length 1 may stand anywhere. */
const lengths = (shape: Shape): string[] => shape.map(String).filter((length) => length !== '1');
