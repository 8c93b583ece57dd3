import { type ConcreteShape, elementCount } from '../core/index.ts';
import { type Network, parameterShape } from '../nn/index.ts';

/** Where one parameter lies in the flat vectors of parameters, gradients and optimizer state. */
export interface FlatEntry {
  readonly name: string;
  readonly shape: ConcreteShape;
  /** First element. */
  readonly offset: number;
  readonly length: number;
}

/** How a network's parameters follow one another in one flat vector, without gaps. */
export interface FlatLayout {
  readonly entries: readonly FlatEntry[];
  readonly length: number;
}

/** The flat layout of a network's parameters, in the network's order. */
export function flatLayout(network: Network): FlatLayout {
  let offset = 0;
  const entries = network.parameters.map((name) => {
    const shape = parameterShape(network, name);
    const entry = { name, shape, offset, length: elementCount(shape) };
    offset += entry.length;
    return entry;
  });
  return { entries, length: offset };
}
