import { ContentHash } from '../core/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Network } from '../nn/index.ts';

/** Enough for the batch sizes of a few networks at once. */
const mostEntries = 32;

/**
 * A cache of compiled steps by the content of what they were compiled from. Trained numbers do not count: they are
 * inputs of the compiled graph. The least recently used entry makes room.
 */
export class StepCache<Step> {
  readonly #entries = new Map<string, Step>();

  /** The step kept for that key, or the one that `compile` makes. */
  get(key: string, compile: () => Step): Step {
    const known = this.#entries.get(key);
    const step = known ?? compile();
    this.#entries.delete(key);
    this.#entries.set(key, step);
    if (this.#entries.size > mostEntries) this.#entries.delete(this.#entries.keys().next().value!);
    return step;
  }
}

/**
 * The hash of a network and the options that it is compiled with.
 *
 * @param variable names of initializers whose elements do not count
 */
export function stepKey(network: Network, variable: Iterable<string>, options: unknown): string {
  const hash = new ContentHash();
  hash.text(JSON.stringify(options)).text(JSON.stringify(network.parameters));
  return hashGraph(hash, network.graph, new Set(variable)).digest();
}

function hashGraph(hash: ContentHash, graph: Graph, variable: ReadonlySet<string>): ContentHash {
  hash.text(JSON.stringify([graph.inputs, graph.outputs]));
  for (const { attributes, ...node } of graph.nodes) {
    hash.text(JSON.stringify(node));
    for (const [name, attribute] of Object.entries(attributes)) {
      hash.text(name);
      if (attribute.type === 'tensor') hash.bytes(attribute.value.data);
      else hash.text(JSON.stringify(attribute));
    }
  }
  for (const [name, { dtype, shape, data }] of graph.initializers) {
    hash.text(`${name} ${dtype} ${shape.join()}`);
    if (!variable.has(name)) hash.bytes(data);
  }
  return hash;
}
