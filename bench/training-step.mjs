/**
 * Times a training step against PyTorch 2.13 on the CPU, the two taking turns in one run, since machines are noisy.
 *
 *     npm run bench -- training-step         all workloads, on one thread and on two
 *     node bench/training-step.mjs mlp-tiny  one of them; --rounds 5 --seconds 0.3 --threads 1,2
 *
 * PyTorch is asked for through bench/peers/pytorch (pip install -r bench/peers/pytorch/requirements.txt); without it only
 * our own times are printed. Results of a whole run go to bench/results/training-step.json.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { figure, median, openProcess, ratioOf, spread, writeResults } from './measure.mjs';
import { openSubject } from './subject.mjs';
import { workloads } from './workloads.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '0.3' },
    threads: { type: 'string', default: '1,2' },
  },
});
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);
const names = positionals.length > 0 ? positionals : Object.keys(workloads);

/** The PyTorch process, or undefined where Python or PyTorch is missing. */
async function openPytorch(threads) {
  const script = fileURLToPath(new URL('./peers/pytorch/training-step.py', import.meta.url));
  const env = { OMP_NUM_THREADS: String(threads) };
  const child = openProcess('python3', [script, '--serve', '--threads', String(threads)], { env });
  const probe = await child.ask({ workload: 'mlp-tiny', variant: 'default', seconds: 0.05 });
  return probe === undefined ? undefined : { child, version: probe.version };
}

const variantsOf = (name) => [
  ...['default', 'foreach', 'fused'],
  ...(workloads[name].shape.length === 3 ? ['channels-last', 'channels-last-fused'] : []),
];

async function measure(name, threads, pytorch) {
  const subject = await openSubject(name, { threads });
  const ours = [];
  const theirs = Object.fromEntries(variantsOf(name).map((variant) => [variant, []]));
  await subject.runFor(seconds);
  for (let round = 0; round < rounds; round++) {
    ours.push(await subject.runFor(seconds));
    if (pytorch === undefined) continue;
    for (const variant of variantsOf(name)) {
      const answer = await pytorch.child.ask({ workload: name, variant, seconds });
      if (answer?.error !== undefined) throw new Error(answer.error);
      theirs[variant].push(answer.msPerStep);
    }
  }
  await subject.release();
  const variants = Object.entries(theirs).flatMap(([variant, times]) =>
    times.length === 0
      ? []
      : [{ variant, medianMs: median(times), minMs: Math.min(...times), ...ratioOf(times, ours) }],
  );
  const bestOf = (accepted) =>
    variants.filter(({ variant }) => accepted(variant)).sort((a, b) => a.medianMs - b.medianMs)[0];
  const { description, goal } = workloads[name];
  return {
    workload: name,
    description,
    parameters: subject.parameters,
    engine: subject.engine,
    threads,
    rounds,
    oursMedianMs: median(ours),
    oursSpread: spread(ours),
    peer: pytorch === undefined ? undefined : `PyTorch ${pytorch.version}`,
    best: bestOf((variant) => !variant.includes('fused')),
    bestFused: bestOf((variant) => variant.includes('fused')),
    goal: threads === 1 ? goal : undefined,
    variants,
  };
}

const results = [];
for (const threads of options.threads.split(',').map(Number)) {
  const pytorch = await openPytorch(threads);
  if (pytorch === undefined) console.log('PyTorch is not installed: our own times only');
  for (const name of names) {
    const result = await measure(name, threads, pytorch);
    results.push(result);
    const { best, bestFused, goal } = result;
    console.log(
      `${name.padEnd(12)} ${threads} thread(s)  ours ${figure(result.oursMedianMs)} ms (${result.oursSpread.map(figure).join('–')})` +
        `  PyTorch ${figure(best?.medianMs)} ms (${best?.variant})  ratio ${figure(best?.ratio)}` +
        ` (${best?.ratioSpread.map(figure).join('–')})${goal === undefined ? '' : `, goal ${goal}`}` +
        `  with fused Adam ${figure(bestFused?.ratio)}`,
    );
  }
  pytorch?.child.close();
}
if (process.argv.length === 2) writeResults('training-step', { results });
