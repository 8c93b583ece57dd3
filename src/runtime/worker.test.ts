import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { createModel, encodeModel, GraphBuilder } from '../graph/index.ts';
import { catalogue } from '../ops/index.ts';

/** y = x·x for x: [64, 64]. */
function squareModel(): Uint8Array {
  const builder = new GraphBuilder(catalogue, 'square');
  const x = builder.input('x', 'float32', [64, 64]);
  builder.output(builder.op('Gemm', [x, x], {}, { outputName: 'y' }));
  return encodeModel(createModel(builder.build()));
}

/** Plain JavaScript, since a worker gets it as it stands; `square(count)` runs the model and resolves to y[0]. */
const prelude = `
  const { Worker, parentPort, workerData } = require('node:worker_threads');
  const { InferenceSession, Tensor } = require('onnxruntime-node');
  async function open(model) {
    const session = await InferenceSession.create(model, { intraOpNumThreads: 1 });
    const x = new Tensor('float32', new Float32Array(64 * 64).fill(0.5), [64, 64]);
    const y = new Tensor('float32', new Float32Array(64 * 64), [64, 64]);
    return {
      release: () => session.release(),
      square: async (count) => {
        for (let i = 0; i < count; i++) await session.run({ x }, { y });
        return y.data[0];
      },
    };
  }
`;

function start(script: string): { messages: unknown[]; worker: Worker; exitCode: Promise<number> } {
  const worker = new Worker(`${prelude}(async () => { ${script} })();`, { eval: true, workerData: squareModel() });
  const messages: unknown[] = [];
  worker.on('message', (message) => messages.push(message));
  const exitCode = new Promise<number>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', resolve);
  });
  return { messages, worker, exitCode };
}

describe('ONNX Runtime’s native library in a worker thread', () => {
  it('runs there and lets the thread end', async () => {
    const { messages, exitCode } = start(`
      const session = await open(workerData);
      parentPort.postMessage(await session.square(10));
      await session.release();
    `);
    expect(await exitCode).toBe(0);
    expect(messages).toEqual([16]);
  });

  it('runs in two threads at once, with the same bits', async () => {
    const script = 'parentPort.postMessage(await (await open(workerData)).square(50));';
    const workers = [start(script), start(script)];
    expect(await Promise.all(workers.map(({ exitCode }) => exitCode))).toEqual([0, 0]);
    expect(workers.map(({ messages }) => messages)).toEqual([[16], [16]]);
  });

  it('hears between two runs that it shall stop', async () => {
    const { messages, worker, exitCode } = start(`
      const session = await open(workerData);
      let stop = false;
      parentPort.once('message', () => { stop = true; });
      parentPort.postMessage('running');
      while (!stop) await session.square(1);
      await session.release();
      parentPort.postMessage('stopped');
    `);
    worker.once('message', () => worker.postMessage('stop'));
    expect(await exitCode).toBe(0);
    expect(messages).toEqual(['running', 'stopped']);
  });

  it.each(['await session.release();', ''])('does not keep the process from ending, after "%s"', (release) => {
    const script = `${prelude}(async () => {
      const model = new Uint8Array(${JSON.stringify([...squareModel()])});
      const session = await open(model);
      await session.square(2);
      ${release}
      const inWorker = ${JSON.stringify(`${prelude}(async () => {
        const session = await open(workerData);
        await session.square(2);
        ${release}
      })();`)};
      new Worker(inWorker, { eval: true, workerData: model }).on('exit', (code) => console.log('worker', code));
    })();`;
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect({ status, signal, stdout, stderr }).toEqual({ status: 0, signal: null, stdout: 'worker 0\n', stderr: '' });
  });
});
