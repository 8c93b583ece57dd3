import { GraphError } from '../../core/index.ts';
import { currentIrVersion, currentOpset, type Graph, type Model, microsoftDomain, netwrightDomain } from '../ir.ts';
import { placeOf } from '../place-of.ts';

/**
 * A graph with what a file needs beside it: the IR version and the version of each operator set that the graph uses.
 *
 * @param metadata free text by key, `metadata_props` in ONNX
 * @throws GraphError naming the first node of netwright's own domain, which no engine runs: lower it first
 */
export function createModel(graph: Graph, metadata: Readonly<Record<string, string>> = {}): Model {
  const opsetImports = new Map([['', currentOpset]]);
  for (const node of graph.nodes) {
    if (node.domain === netwrightDomain) {
      throw new GraphError("operators of the domain 'netwright' cannot be written to a file", {
        ...placeOf(node),
        advice: 'Run the passes that lower it to ONNX operators first',
      });
    }
    if (node.domain === microsoftDomain) opsetImports.set(microsoftDomain, 1);
  }
  return {
    graph,
    irVersion: currentIrVersion,
    opsetImports,
    producerName: 'netwright',
    producerVersion: '',
    metadata: new Map(Object.entries(metadata)),
  };
}
