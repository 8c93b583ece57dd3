import { describe, expect, it } from 'vitest';
import {
  createModel,
  decodeModel,
  encodeModel,
  type Graph,
  parseGraph,
  printGraph,
  verifyGraph,
} from '../graph/index.ts';
import { allOperators, catalogue } from './catalogue.ts';
import { buildSample } from './sample-graph.ts';

const elementLimit = Number.POSITIVE_INFINITY;

/** What a file computes from constants and shapes alone is an initializer when it has been read. */
const readAsConstants = ['Constant', 'ConstantOfShape', 'Range', 'Shape'];

describe('every sample of every operator', () => {
  for (const operator of allOperators) {
    it(`${operator.opType} keeps the rules of graphs and survives a file and a text`, () => {
      for (const sample of operator.samples) {
        const { graph } = buildSample(operator, sample);
        verifyGraph(graph, catalogue);
        const text = printGraph(graph, { elementLimit });
        expect(parseGraph(text, catalogue)).toEqual(graph);
        // Models are checked for operators that no engine has when they are made; here they are only written and read.
        const bytes = encodeModel({ ...createModel({ ...graph, nodes: [] }), graph });
        const read = decodeModel(bytes, catalogue).graph;
        expect(read.outputs).toEqual(graph.outputs);
        if (!readAsConstants.includes(operator.opType)) expect(read).toEqual(asInFile(graph));
      }
    });
  }
});

/** The graph with attributes of type float rounded to 32 bits, as a file holds them. */
function asInFile(graph: Graph): Graph {
  const nodes = graph.nodes.map((node) => ({
    ...node,
    attributes: Object.fromEntries(
      Object.entries(node.attributes).map(([name, attribute]) => [
        name,
        attribute.type === 'float' ? { ...attribute, value: Math.fround(attribute.value) } : attribute,
      ]),
    ),
  }));
  return { ...graph, nodes };
}
