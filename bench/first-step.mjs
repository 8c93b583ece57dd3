/**
 * Seconds from the start of the process to the end of the first training step: ours in a fresh Node process, and
 * PyTorch's. Usage: node bench/first-step.mjs [runs]; results go to bench/results/first-step.json.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { figure, median, spread, writeResults } from './measure.mjs';

const runs = Number(process.argv[2] ?? 7);
const ours = [];
const theirs = [];
const child = `
  const { openSubject } = await import(${JSON.stringify(new URL('./subject.mjs', import.meta.url).href)});
  const subject = await openSubject('mlp-tiny');
  await subject.step();
  process.stdout.write(String(performance.timeOrigin + performance.now() - 1000 * Number(process.env.NETWRIGHT_PROCESS_START)));
  process.exit(0);
`;
const script = fileURLToPath(new URL('./peers/pytorch/training-step.py', import.meta.url));
const environment = () => ({ ...process.env, NETWRIGHT_PROCESS_START: String(Date.now() / 1000) });
for (let run = 0; run < runs; run++) {
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', child], { env: environment() });
  ours.push(Number(answer) / 1000);
  try {
    const line = execFileSync('python3', [script, '--workload', 'mlp-tiny', '--first-step'], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    theirs.push(JSON.parse(line).firstStepSecondsFromProcessStart);
  } catch {
    // PyTorch is not installed.
  }
}
const shown = (times) => `${figure(median(times))} s (${spread(times).map(figure).join('–')}, ${times.length} runs)`;
console.log(`netwright ${shown(ours)}`);
if (theirs.length > 0) console.log(`PyTorch   ${shown(theirs)}`);
const summary = (times) =>
  times.length === 0 ? undefined : { medianSeconds: median(times), spreadSeconds: spread(times) };
writeResults('first-step', { goal: 0.5, runs, ours: summary(ours), pytorch: summary(theirs) });
