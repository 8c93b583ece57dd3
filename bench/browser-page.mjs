/** What the benchmark runs inside a browser: one training step at a time, on an engine of the page. */
import * as netwright from 'netwright/browser';
import { trainingSubject } from './training-subject.mjs';

let subject;

globalThis.netwrightBench = {
  /** Opens an engine with a network of the benchmark, and says what it is. */
  async open(choice, name) {
    const executor = await netwright.openExecutor({ ...choice, wasmFiles: 'onnxruntime' });
    subject = await trainingSubject(netwright, executor, name);
    return subject.engine;
  },
  runFor: (seconds) => subject.runFor(seconds),
  release: () => subject.release(),
};
