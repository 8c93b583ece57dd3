import type { Graph } from '../graph/index.ts';

/** What a pass returns: the rewritten graph, and whether it differs from the one given. */
export interface PassResult {
  readonly graph: Graph;
  readonly modified: boolean;
}
