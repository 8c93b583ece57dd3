import { type Graph, rebuild } from '../graph/index.ts';
import { catalogue } from '../ops/index.ts';
import type { PassResult } from './pass.ts';

/**
 * Brings a graph into inference form: batch normalisations use their running statistics, dropouts are gone, and so are
 * the inputs and outputs that only training needs. Undoes what the training form does, and takes the training mode out
 * of graphs that were exported in it.
 */
export function toInferenceForm(graph: Graph): PassResult {
  const forTraining = new Set<string>();
  let modified = false;
  const { builder, value } = rebuild(graph, catalogue, {
    outputs: false,
    replace: (node, inputs, builder) => {
      switch (node.opType) {
        case 'BatchNormalization': {
          const { training_mode, ...attributes } = node.attributes;
          if (training_mode === undefined) return undefined;
          modified = true;
          for (const name of node.outputs.slice(1)) forTraining.add(name);
          const names = inputs.map((input) => input!.name);
          const [y] = builder.add({ ...node, inputs: names, outputs: node.outputs.slice(0, 1), attributes });
          return [y, inputs[3], inputs[4]];
        }
        case 'SeededDropout':
          forTraining.add(node.inputs[1]!);
          modified = true;
          return [inputs[0]];
        case 'Dropout':
          modified = true;
          return [inputs[0]];
        default:
          return undefined;
      }
    },
  });
  if (!modified) return { graph, modified };
  for (const output of graph.outputs) {
    if (!forTraining.has(output.name)) builder.output(value(output.name), output.name);
  }
  const built = builder.build();
  const types = new Map([...built.types].filter(([name]) => !forTraining.has(name)));
  return {
    graph: { ...built, inputs: built.inputs.filter((input) => !forTraining.has(input.name)), types },
    modified,
  };
}
