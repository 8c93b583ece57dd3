import type { Graph } from '../../graph/index.ts';
import { findLoss } from '../../nn/index.ts';
import type { DataDescription } from '../../records/index.ts';

/** What each input and output of a network means, in words that people read in a viewer of graphs. */
export function describeValues(graph: Graph, data: DataDescription | undefined): ReadonlyMap<string, string> {
  const meanings = new Map<string, string>();
  if (data === undefined) return meanings;
  const [input] = graph.inputs;
  const { columnNames, classNames, target, task } = data;
  if (input !== undefined) {
    const columns = columnNames === undefined ? '' : `, the columns ${columnNames.join(', ')}`;
    meanings.set(input.name, `Raw values as they stand in the data${columns}.`);
  }
  const classes = classNames === undefined ? 'the classes' : `the classes ${classNames.join(', ')}`;
  const { output } = findLoss(data.loss);
  graph.outputs.forEach(({ name }, index) => {
    if (index === 0) meanings.set(name, firstOutput(output, task === 'classes' ? classes : target, target));
    else if (name === 'probabilities') meanings.set(name, `Probabilities of ${classes}, in this order.`);
    else if (name === 'rates') meanings.set(name, `Rates of ${target}.`);
  });
  return meanings;
}

function firstOutput(kind: string, of: string, target: string): string {
  if (kind === 'logits') return `Logits of ${of}, in this order.`;
  if (kind === 'logRates') return `Logarithms of the rates of ${target}.`;
  return kind === 'probabilities' ? `Probabilities of ${of}, in this order.` : `${of}, in its own units.`;
}
