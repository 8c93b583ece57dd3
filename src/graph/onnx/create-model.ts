import { GraphError } from '../../core/index.ts';
import { currentIrVersion, currentOpset, type Graph, type Model, netwrightDomain } from '../ir.ts';
import { placeOf } from '../place-of.ts';

/**
 * A graph with what a file needs beside it: the IR version and the version of each operator set that the graph uses.
 *
 * @param metadata free text by key, `metadata_props` in ONNX
 * @throws GraphError naming the first node of netwright's own domain, which no engine runs: lower it first
 */
export function createModel(graph: Graph, metadata: Readonly<Record<string, string>> = {}): Model {
  const unknown = graph.nodes.find((node) => node.domain === netwrightDomain);
  if (unknown !== undefined) {
    throw new GraphError("operators of the domain 'netwright' cannot be written to a file", {
      ...placeOf(unknown),
      advice: 'Run the passes that lower it to ONNX operators first',
    });
  }
  return {
    graph,
    irVersion: currentIrVersion,
    opsetImports: opsetImportsOf(graph),
    producerName: 'netwright',
    producerVersion: '',
    metadata: new Map(Object.entries(metadata)),
  };
}

/** The version of each operator set that a graph in memory uses. */
export function opsetImportsOf(graph: Graph): Map<string, number> {
  const imports = new Map([['', currentOpset]]);
  for (const { domain } of graph.nodes) if (domain !== '') imports.set(domain, 1);
  return imports;
}
