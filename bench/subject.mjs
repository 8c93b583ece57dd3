import * as netwright from '../dist/bundle/index.js';
import { trainingSubject } from './training-subject.mjs';

/** A network of the benchmark in Node, on one of its engines. */
export async function openSubject(name, { threads = 1, engine = 'onnxruntime-node', batches = 1 } = {}) {
  return trainingSubject(netwright, await netwright.openExecutor({ engine, threads }), name, batches);
}
