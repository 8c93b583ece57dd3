import { int64s, type Tensor } from '../core/index.ts';
import type { Graph, Node, Value } from '../graph/index.ts';
import type { FlatEntry, FlatLayout } from './flat-layout.ts';

/** Above this many elements, one input a parameter is cheaper than cutting up one flat input. */
const mostFlatElements = 65_536;

/** Whether the graph takes all parameters as one vector and cuts it up: cheaper where they are many and small. */
export function takesFlatInput(layout: FlatLayout): boolean {
  return layout.entries.length > 1 && layout.length <= mostFlatElements;
}

/** One input of the compiled graph that is a part of the flat parameter vector. */
export interface ParameterInput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/**
 * Turns initializers that training changes into graph inputs, so that they are read from the flat vectors at every run:
 * the parameters as one vector or one input each, each state tensor as an input of its own name.
 */
export function parametersAsInputs(
  graph: Graph,
  layout: FlatLayout,
  states: readonly string[],
): { graph: Graph; parameterInputs: readonly ParameterInput[] } {
  const initializers = new Map(graph.initializers);
  const take = (name: string): Value => {
    const { dtype, shape } = initializers.get(name)!;
    initializers.delete(name);
    return { name, dtype, shape };
  };
  const stateInputs = states.map(take);
  const parameterValues = layout.entries.map(({ name }) => take(name));
  if (!takesFlatInput(layout)) {
    return {
      graph: { ...graph, initializers, inputs: [...graph.inputs, ...parameterValues, ...stateInputs] },
      parameterInputs: layout.entries,
    };
  }
  const flat: Value = { name: unusedName(graph, 'parameters'), dtype: 'float32', shape: [layout.length] };
  const nodes = [...cutUp(flat, layout.entries, initializers), ...graph.nodes];
  return {
    graph: { ...graph, initializers, nodes, inputs: [...graph.inputs, flat, ...stateInputs] },
    parameterInputs: [{ name: flat.name, shape: [layout.length], offset: 0, length: layout.length }],
  };
}

/** The hint, lengthened until no value of the graph has that name. */
function unusedName(graph: Graph, hint: string): string {
  return graph.types.has(hint) ? unusedName(graph, `${hint}_flat`) : hint;
}

function cutUp(flat: Value, entries: readonly FlatEntry[], initializers: Map<string, Tensor>): Node[] {
  const isVector = (entry: FlatEntry) => entry.shape.length === 1;
  const sizes = `${flat.name}/lengths`;
  initializers.set(sizes, int64s(entries.map((entry) => entry.length)));
  const split: Node = {
    name: `${flat.name}/Split`,
    opType: 'Split',
    domain: '',
    inputs: [flat.name, sizes],
    outputs: entries.map((entry) => (isVector(entry) ? entry.name : `${entry.name}/flat`)),
    attributes: {},
  };
  const reshapes = entries
    .filter((entry) => !isVector(entry))
    .map((entry): Node => {
      const shapeName = `${entry.name}/shape`;
      initializers.set(shapeName, int64s(entry.shape));
      return {
        name: `${entry.name}/Reshape`,
        opType: 'Reshape',
        domain: '',
        inputs: [`${entry.name}/flat`, shapeName],
        outputs: [entry.name],
        attributes: {},
      };
    });
  return [split, ...reshapes];
}
