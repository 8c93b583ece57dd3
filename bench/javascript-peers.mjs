/**
 * Times a training step against other libraries in JavaScript that can train in Node: TensorFlow.js on its backends cpu
 * and wasm, and jax-js. They are installed into bench/peers/javascript when they are missing. TensorFlow.js's backend for
 * Node, `tfjs-node`, is left out: its library is downloaded by an install script.
 *
 *     npm run bench -- javascript-peers; node bench/javascript-peers.mjs mlp-small
 *
 * What does not finish five rounds in its time is stopped, and the rounds that it did finish count. Results of a whole run
 * go to bench/results/javascript-peers.json.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { figure, median, openProcess, ratioOf, writeResults } from './measure.mjs';
import { chains } from './peers/javascript/networks.mjs';
import { openSubject } from './subject.mjs';
import { workloads } from './workloads.mjs';

const folder = fileURLToPath(new URL('./peers/javascript', import.meta.url));
const peers = [
  { library: 'tfjs', backend: 'cpu' },
  { library: 'tfjs', backend: 'wasm' },
  { library: 'jax-js', backend: 'wasm' },
];
const rounds = 5;
const seconds = 0.3;
/** For a peer's first step on a network, compilation included, and for all rounds after it. */
const firstStepLimitMs = 20_000;
const roundsLimitMs = 12_000;

async function measurePeer(name, { library, backend }, subject) {
  const child = openProcess(process.execPath, [`${folder}/training-step.mjs`, library, backend, name], {
    showErrors: false,
  });
  const ready = await child.read(firstStepLimitMs);
  if (ready === undefined) return { outcome: `its first step takes more than ${firstStepLimitMs / 1000} s` };
  if (ready.error !== undefined) return { outcome: ready.error };
  const ours = [];
  const theirs = [];
  const end = performance.now() + roundsLimitMs;
  while (theirs.length < rounds && performance.now() < end) {
    const own = await subject.runFor(seconds);
    const answer = await child.ask({ seconds }, end - performance.now());
    if (answer === undefined) break;
    ours.push(own);
    theirs.push(answer.msPerStep);
  }
  child.kill();
  const { version } = ready;
  if (theirs.length === 0) return { version, outcome: `a step takes more than ${roundsLimitMs / 1000} s` };
  return {
    version,
    rounds: theirs.length,
    oursMedianMs: median(ours),
    medianMs: median(theirs),
    ...ratioOf(theirs, ours),
  };
}

if (!existsSync(`${folder}/node_modules/@tensorflow`)) {
  const install = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  if (spawnSync('npm', install, { stdio: 'inherit' }).status !== 0)
    throw new Error('the peers could not be installed: npm needs its registry');
}
const names = process.argv.length > 2 ? process.argv.slice(2) : chains;
const results = [];
for (const name of names) {
  const subject = await openSubject(name);
  const measured = [];
  for (const peer of peers) {
    const result = { ...peer, ...(await measurePeer(name, peer, subject)) };
    measured.push(result);
    const shown =
      result.medianMs === undefined
        ? result.outcome
        : `${figure(result.medianMs)} ms, ours ${figure(result.oursMedianMs)} ms, ratio ${figure(result.ratio)} (${result.ratioSpread.map(figure).join('–')}, ${result.rounds} rounds)`;
    console.log(`${name.padEnd(12)} ${`${peer.library} ${peer.backend}`.padEnd(12)} ${shown}`);
  }
  await subject.release();
  results.push({ workload: name, description: workloads[name].description, engine: subject.engine, peers: measured });
}
if (process.argv.length === 2) writeResults('javascript-peers', { goal: 7, results });
