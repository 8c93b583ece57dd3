import { ContentHash } from '../core/index.ts';
import type { Value } from '../graph/index.ts';
import type { LossChoice, Network } from '../nn/index.ts';

/**
 * Tells networks and losses apart, also after a way through an `.onnx` file, which may arrange the parts otherwise.
 *
 * @param variable names of initializers whose elements do not count, since training changes them
 */
export function networkFingerprint(
  { graph, parameters }: Network,
  loss: LossChoice,
  variable: ReadonlySet<string>,
): string {
  const hash = new ContentHash();
  const addValues = (values: readonly Value[]) => {
    for (const { name, dtype, shape } of values) hash.text(`${name} ${dtype} ${shape.join()}`);
  };
  hash.text(JSON.stringify([loss, parameters]));
  addValues(graph.inputs);
  addValues(graph.outputs);
  for (const { opType, inputs, outputs, attributes } of graph.nodes) {
    hash.text(JSON.stringify([opType, inputs, outputs]));
    for (const [name, attribute] of sorted(Object.entries(attributes))) {
      hash.text(`${name} ${attribute.type}`);
      if (attribute.type === 'tensor') hash.bytes(attribute.value.data);
      else hash.text(JSON.stringify(attribute.value, asStored));
    }
  }
  for (const [name, { dtype, shape, data }] of sorted([...graph.initializers])) {
    hash.text(`${name} ${dtype} ${shape.join()}`);
    if (!variable.has(name)) hash.bytes(data);
  }
  return hash.digest();
}

/** Files hold floats as float32; integers stay as they are. */
const asStored = (_key: string, value: unknown) => (typeof value === 'number' ? Math.fround(value) : value);

const sorted = <Value>(entries: [string, Value][]): [string, Value][] => entries.sort(([a], [b]) => (a < b ? -1 : 1));
