/** What the parts of the benchmark share: statistics, the machine, files of results, and other processes that take turns. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

export const spread = (numbers) => [Math.min(...numbers), Math.max(...numbers)];

/** Median and spread over the rounds of one time over another of the same round. */
export function ratioOf(times, base) {
  const ratios = times.map((time, round) => time / base[round]);
  return { ratio: median(ratios), ratioSpread: spread(ratios) };
}

/** A number for people: three digits below 10, one decimal above. */
export function figure(number) {
  if (number === undefined) return '–';
  return number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toPrecision(2);
}

/** Writes bench/results/NAME.json. */
export function writeResults(name, results) {
  const folder = new URL('./results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const machine = { machine: cpus()[0].model.trim(), cores: cpus().length, node: process.version };
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify({ ...machine, ...results }, null, 2)}\n`);
}

/** A process that answers each line of JSON on stdin with one on stdout, other lines apart. */
export function openProcess(command, args, { env = {}, showErrors = true } = {}) {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', showErrors ? 'inherit' : 'ignore'],
    env: { ...process.env, ...env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on('error', () => {});
  child.on('error', () => {});
  /** The next line of JSON, or undefined where the process has ended or was ended for taking too long. */
  const read = async (limitMs) => {
    const timer = limitMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), Math.max(limitMs, 1));
    try {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) return undefined;
        if (value.startsWith('{')) return JSON.parse(value);
      }
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    read,
    ask(request, limitMs) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return read(limitMs);
    },
    close: () => child.stdin.end(),
    kill: () => child.kill('SIGKILL'),
  };
}
