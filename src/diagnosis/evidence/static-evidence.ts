import { fieldStatistics } from '../../data/index.ts';
import { weightedLayers } from '../network/layer-chain.ts';
import { type Subject, taskOf } from '../subject.ts';
import { DataEvidence } from './data/data-evidence.ts';
import type { Evidence } from './evidence.ts';

/** What graph, recipe and data say without running anything. */
export function staticEvidence(subject: Subject): Evidence {
  const { design, train } = subject;
  const task = taskOf(subject);
  return {
    subject,
    task,
    layers: weightedLayers(design.network),
    inputs: train.inputs.map(({ name }) => ({ name, ...fieldStatistics(train, name) })),
    target: fieldStatistics(train, train.target!.name),
    data: new DataEvidence(subject, task),
    start: undefined,
    asIs: [],
  };
}
