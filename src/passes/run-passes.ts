import type { Graph } from '../graph/index.ts';
import { eliminateCommonSubexpressions } from './eliminate-common-subexpressions.ts';
import { eliminateDeadNodes } from './eliminate-dead-nodes.ts';
import { eliminateIdentities } from './eliminate-identities.ts';
import { foldConstants } from './fold-constants.ts';
import type { PassResult } from './pass.ts';

/**
 * A rewrite of a graph that keeps what it computes.
 *
 * @param keep names of initializers whose elements change (parameters, running statistics): no pass may take them for
 *   constants or remove them
 */
export type Pass = (graph: Graph, keep: ReadonlySet<string>) => PassResult;

/** The passes that make a graph smaller without regard to the engine that runs it. */
export const cleanUpPasses: readonly Pass[] = [
  eliminateIdentities,
  foldConstants,
  eliminateCommonSubexpressions,
  eliminateDeadNodes,
];

/** Rounds after which passes that undo each other's work are stopped. */
const mostRounds = 20;

/** Runs passes in order, again and again until none of them changes the graph any more. */
export function runPasses(graph: Graph, passes: readonly Pass[], keep: ReadonlySet<string>): PassResult {
  let current = graph;
  for (let round = 0; round < mostRounds; round++) {
    const before = current;
    for (const pass of passes) current = pass(current, keep).graph;
    if (current === before) break;
  }
  return { graph: current, modified: current !== graph };
}
