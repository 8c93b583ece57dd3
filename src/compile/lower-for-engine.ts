import type { Graph } from '../graph/index.ts';
import { cleanUpPasses, lower, runPasses, type Target } from '../passes/index.ts';

/** What a compiled graph goes through last: cleaned up, lowered for its engine, and cleaned up again. */
export function lowerForEngine(graph: Graph, target: Target): Graph {
  const keep: ReadonlySet<string> = new Set();
  const clean = runPasses(graph, cleanUpPasses, keep).graph;
  return runPasses(lower(clean, { target }).graph, cleanUpPasses, keep).graph;
}
