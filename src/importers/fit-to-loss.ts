import { producers } from '../graph/index.ts';
import { findLoss, type LossChoice, type Network, networkOutput } from '../nn/index.ts';
import { eliminateDeadNodes } from '../passes/index.ts';
import type { ImportNote } from './imported-model.ts';

/**
 * A network whose output is what a loss expects: where the loss takes logits, a softmax, log-softmax or sigmoid at the
 * network's end goes, since the loss applies it itself. Other networks come back as they are.
 */
export function fitToLoss(network: Network, choice: LossChoice): { network: Network; notes: readonly ImportNote[] } {
  const loss = findLoss(choice);
  const output = networkOutput(network);
  const last = producers(network.graph.nodes).get(output.name);
  if (loss.output !== 'logits' || last === undefined || !endings(loss.target).includes(last.opType)) {
    return { network, notes: [] };
  }
  const { graph } = network;
  const name = last.inputs[0]!;
  const logits = { name, ...graph.types.get(name)! };
  const others = graph.outputs.slice(1).filter((other) => other.name !== name);
  const cut = eliminateDeadNodes({ ...graph, outputs: [logits, ...others] }, new Set(network.parameters)).graph;
  const message = `The ${last.opType} at the network's end is left out: the loss applies it, and its gradient is exacter so.`;
  return {
    network: { ...network, graph: cut, layers: network.layers.filter((layer) => cut.types.has(layer.output)) },
    notes: [{ severity: 'info', message, ...(last.layer === undefined ? {} : { layer: last.layer }) }],
  };
}

function endings(target: string): readonly string[] {
  return target === 'binary' ? ['Sigmoid'] : ['Softmax', 'LogSoftmax'];
}
