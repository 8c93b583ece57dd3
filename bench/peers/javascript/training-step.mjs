/**
 * A training step in another library, on request: node training-step.mjs LIBRARY BACKEND WORKLOAD. Says that it is ready
 * after a first step, then answers each line {"seconds"} on stdin with a line {"msPerStep", "steps"}.
 */
import { createInterface } from 'node:readline';

const [library, backend, workload] = process.argv.slice(2);
const answer = (record) => process.stdout.write(`${JSON.stringify(record)}\n`);
try {
  const subject =
    library === 'tfjs'
      ? await (await import('./tensorflow.mjs')).openTensorflow(workload, backend)
      : await (await import('./jax.mjs')).openJax(workload, backend);
  const start = performance.now();
  subject.step();
  answer({ version: subject.version, firstStepMs: performance.now() - start });
  for await (const line of createInterface({ input: process.stdin })) {
    const { seconds } = JSON.parse(line);
    const begin = performance.now();
    let steps = 0;
    let loss;
    while (steps === 0 || performance.now() - begin < 1000 * seconds) {
      loss = subject.step();
      steps++;
    }
    answer({ msPerStep: (performance.now() - begin) / steps, steps, loss });
  }
} catch (error) {
  answer({ error: String(error instanceof Error ? error.message : error).split('\n')[0] });
}
