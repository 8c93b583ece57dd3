/**
 * The throughput of two processes of one thread each, as trials run side by side, over that of one alone.
 * Usage: npm run bench -- processes; results go to bench/results/processes.json.
 */
import { fileURLToPath } from 'node:url';
import { figure, median, openProcess, spread, writeResults } from './measure.mjs';
import { workloads } from './workloads.mjs';

const rounds = 5;
const seconds = 0.5;
const server = fileURLToPath(new URL('./step-server.mjs', import.meta.url));
const results = [];
for (const name of ['mlp-small', 'conv-small', 'gpt']) {
  const pair = [0, 1].map(() => openProcess(process.execPath, [server, name]));
  const run = async (children) => {
    const answers = await Promise.all(children.map((child) => child.ask({ seconds })));
    return answers.reduce((sum, { msPerStep }) => sum + 1 / msPerStep, 0);
  };
  await run(pair);
  const ratios = [];
  for (let round = 0; round < rounds; round++) {
    const alone = await run([pair[round % 2]]);
    ratios.push((await run(pair)) / alone);
  }
  for (const child of pair) child.close();
  const result = { workload: name, description: workloads[name].description, rounds };
  results.push({ ...result, ratio: median(ratios), ratioSpread: spread(ratios) });
  console.log(
    `${name.padEnd(12)} two processes have ${figure(median(ratios))} times the throughput of one (${spread(ratios).map(figure).join('–')})`,
  );
}
writeResults('processes', { goal: 1.6, results });
