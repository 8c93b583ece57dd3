/**
 * Times a training step against PyTorch 2.13 on the CPU, the two taking turns in one run, since machines are noisy.
 *
 *     npm run bench                          all workloads
 *     node bench/training-step.mjs mlp-tiny  one of them; --rounds 9 --seconds 0.5 --engine onnxruntime-web --threads 2
 *
 * PyTorch is asked for through bench/peers/pytorch (pip install -r bench/peers/pytorch/requirements.txt); without it only
 * our own times are printed. Results go to bench/results/training-step.json.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { openSubject } from './subject.mjs';
import { workloads } from './workloads.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '0.5' },
    threads: { type: 'string', default: '1' },
    engine: { type: 'string', default: 'onnxruntime-node' },
    output: { type: 'string', default: 'bench/results/training-step.json' },
  },
});
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);
const threads = Number(options.threads);
const names = positionals.length > 0 ? positionals : Object.keys(workloads);

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The PyTorch process, or undefined where Python or PyTorch is missing. */
async function openPytorch() {
  const script = new URL('./peers/pytorch/training-step.py', import.meta.url).pathname;
  const child = spawn('python3', [script, '--serve', '--threads', String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: String(threads) },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on('error', () => {});
  const ask = async (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    return done ? undefined : JSON.parse(value);
  };
  const probe = await ask({ workload: 'mlp-tiny', variant: 'default', seconds: 0.05 });
  return probe === undefined ? undefined : { ask, version: probe.version, close: () => child.stdin.end() };
}

const variantsOf = (name) =>
  name.startsWith('conv')
    ? ['default', 'foreach', 'fused', 'channels-last', 'channels-last-fused']
    : ['default', 'foreach', 'fused'];

const pytorch = await openPytorch();
if (pytorch === undefined) console.log('PyTorch is not installed: our own times only');
const results = [];
for (const name of names) {
  const subject = await openSubject(name, { threads, engine: options.engine });
  const ours = [];
  const theirs = Object.fromEntries(variantsOf(name).map((variant) => [variant, []]));
  await subject.runFor(seconds);
  for (let round = 0; round < rounds; round++) {
    ours.push(await subject.runFor(seconds));
    if (pytorch === undefined) continue;
    for (const variant of variantsOf(name)) {
      const answer = await pytorch.ask({ workload: name, variant, seconds });
      if (answer.error !== undefined) throw new Error(answer.error);
      theirs[variant].push(answer.msPerStep);
    }
  }
  await subject.release();
  const medians = Object.entries(theirs).flatMap(([variant, times]) =>
    times.length === 0 ? [] : [{ variant, medianMs: median(times), minMs: Math.min(...times), times }],
  );
  const bestOf = (accepted) =>
    medians.filter(({ variant }) => accepted(variant)).sort((a, b) => a.medianMs - b.medianMs)[0];
  const unfused = bestOf((variant) => !variant.includes('fused'));
  const any = bestOf(() => true);
  /** By round, PyTorch's time over ours. */
  const ratios = (peer) => peer?.times.map((time, round) => time / ours[round]) ?? [];
  const result = {
    workload: name,
    description: workloads[name].description,
    parameters: subject.parameters,
    engine: subject.engine,
    threads,
    rounds,
    oursMedianMs: median(ours),
    oursMinMs: Math.min(...ours),
    peer: `PyTorch ${pytorch?.version}`,
    peerVariant: unfused?.variant,
    peerMedianMs: unfused?.medianMs,
    ratio: median(ratios(unfused)),
    ratioSpread: [Math.min(...ratios(unfused)), Math.max(...ratios(unfused))],
    peerFusedVariant: any?.variant,
    peerFusedMedianMs: any?.medianMs,
    ratioFused: median(ratios(any)),
    target: threads === 1 && options.engine === 'onnxruntime-node' ? workloads[name].target : undefined,
    variants: medians.map(({ variant, medianMs, minMs }) => ({ variant, medianMs, minMs })),
  };
  results.push(result);
  const figure = (number, digits = 3) => (number === undefined ? '–' : number.toFixed(digits));
  console.log(
    `${name.padEnd(12)} ours ${figure(result.oursMedianMs)} ms (min ${figure(result.oursMinMs)})  ` +
      `PyTorch ${figure(result.peerMedianMs)} ms (${result.peerVariant})  ratio ${figure(result.ratio, 2)}` +
      `${result.target === undefined ? '' : ` (target ${result.target})`}  ` +
      `with fused Adam ${figure(result.peerFusedMedianMs)} ms, ratio ${figure(result.ratioFused, 2)}`,
  );
}
pytorch?.close();
mkdirSync(new URL('./results', import.meta.url), { recursive: true });
writeFileSync(
  new URL(`../${options.output}`, import.meta.url),
  `${JSON.stringify({ machine: cpus()[0].model.trim(), cores: cpus().length, node: process.version, results }, null, 2)}\n`,
);
