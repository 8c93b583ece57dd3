/**
 * Seconds from the start of the process to the end of the first training step: ours in a fresh Node process, and
 * PyTorch's. Usage: node bench/first-step.mjs [runs]
 */
import { execFileSync } from 'node:child_process';

const runs = Number(process.argv[2] ?? 7);
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const ours = [];
const theirs = [];
const child = `
  const { openSubject } = await import(${JSON.stringify(new URL('./subject.mjs', import.meta.url).href)});
  const subject = await openSubject('mlp-tiny');
  await subject.step();
  process.stdout.write(String(performance.timeOrigin + performance.now() - 1000 * Number(process.env.NETWRIGHT_PROCESS_START)));
  process.exit(0);
`;
const environment = () => ({ ...process.env, NETWRIGHT_PROCESS_START: String(Date.now() / 1000) });
for (let run = 0; run < runs; run++) {
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', child], { env: environment() });
  ours.push(Number(answer) / 1000);
  try {
    const script = new URL('./peers/pytorch/training-step.py', import.meta.url).pathname;
    const line = execFileSync('python3', [script, '--workload', 'mlp-tiny', '--first-step'], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    theirs.push(JSON.parse(line).firstStepSecondsFromProcessStart);
  } catch {
    // PyTorch is not installed.
  }
}
console.log(`netwright ${median(ours).toFixed(3)} s (min ${Math.min(...ours).toFixed(3)}, ${runs} runs)`);
if (theirs.length > 0) console.log(`PyTorch   ${median(theirs).toFixed(3)} s (min ${Math.min(...theirs).toFixed(3)})`);
