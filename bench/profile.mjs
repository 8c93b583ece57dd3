/**
 * Where a training step's time goes, by ONNX Runtime's own profiler: milliseconds a step by kind of operator, and of the
 * slowest nodes with the shapes that they read.
 *
 *     node bench/profile.mjs resnet                  after npm run build; --steps 30 --nodes 25 --threads 1
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import {
  compileTrainingStep,
  createModel,
  encodeModel,
  openExecutor,
  RandomStream,
  sequential,
} from '../dist/index.js';
import { workloads } from './workloads.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string', default: '30' },
    nodes: { type: 'string', default: '25' },
    threads: { type: 'string', default: '1' },
  },
});
const steps = Number(options.steps);
const threads = Number(options.threads);
const [name] = positionals;
if (workloads[name] === undefined) throw new Error(`name a workload: ${Object.keys(workloads).join(', ')}`);
const { shape, batch, vocabulary, classes, layers } = workloads[name];

const { target } = await openExecutor({ engine: 'onnxruntime-node', threads });
const network = sequential(layers, { inputShape: shape });
const { graph, ...step } = compileTrainingStep(network, { loss: 'crossEntropy', batchSize: batch, target });
const random = new RandomStream(0, 'profile');
const feeds = Object.fromEntries(
  graph.inputs.map(({ name: input, dtype, shape: lengths }) => {
    const length = lengths.reduce((product, size) => product * size, 1);
    const numberOf = () => (dtype === 'float32' ? random.normal() : random.integer(vocabulary ?? classes));
    if (dtype === 'int64') {
      const bound = input === step.target.name ? classes : vocabulary;
      return [
        input,
        new Tensor(
          dtype,
          BigInt64Array.from({ length }, () => BigInt(random.integer(bound))),
          lengths,
        ),
      ];
    }
    return [
      input,
      new Tensor(
        dtype,
        Float32Array.from({ length }, () => 0.1 * numberOf()),
        lengths,
      ),
    ];
  }),
);

const folder = mkdtempSync(join(tmpdir(), 'netwright-profile-'));
const session = await InferenceSession.create(encodeModel(createModel(graph)), {
  interOpNumThreads: 1,
  intraOpNumThreads: threads,
  executionMode: 'sequential',
  graphOptimizationLevel: 'extended',
  enableProfiling: true,
  profileFilePrefix: join(folder, 'profile'),
});
const warmUp = 5;
for (let i = 0; i < warmUp + steps; i++) await session.run(feeds);
session.endProfiling();
const [file] = readdirSync(folder);
const events = JSON.parse(readFileSync(join(folder, file), 'utf8'));
rmSync(folder, { recursive: true, force: true });

/** What a busy machine disturbs less than the median. */
const lowerQuartile = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 4)];
const byNode = new Map();
for (const { cat, name: event, dur, args } of events) {
  if (cat !== 'Node' || !event.endsWith('_kernel_time')) continue;
  const key = event.slice(0, -'_kernel_time'.length);
  const node = byNode.get(key) ?? { key, opType: args.op_name, shapes: args.input_type_shape, times: [] };
  node.times.push(dur / 1000);
  byNode.set(key, node);
}
const nodes = [...byNode.values()].map((node) => ({ ...node, ms: lowerQuartile(node.times.slice(warmUp)) }));
const total = nodes.reduce((sum, { ms }) => sum + ms, 0);
const percent = (ms) => `${((100 * ms) / total).toFixed(1).padStart(5)} %`;
console.log(`${name}: ${graph.nodes.length} nodes (${nodes.length} as optimized), ${total.toFixed(3)} ms in kernels\n`);

const byType = new Map();
for (const { opType, ms } of nodes) {
  const { count, sum } = byType.get(opType) ?? { count: 0, sum: 0 };
  byType.set(opType, { count: count + 1, sum: sum + ms });
}
for (const [opType, { count, sum }] of [...byType].sort(([, a], [, b]) => b.sum - a.sum)) {
  console.log(`${sum.toFixed(3).padStart(9)} ms ${percent(sum)}  ${opType} (${count})`);
}
console.log();
for (const { key, opType, shapes, ms } of nodes.sort((a, b) => b.ms - a.ms).slice(0, Number(options.nodes))) {
  const read = shapes.map((input) => Object.values(input)[0].join('×')).join(', ');
  console.log(`${ms.toFixed(3).padStart(9)} ms ${percent(ms)}  ${opType} ${key} [${read}]`);
}
