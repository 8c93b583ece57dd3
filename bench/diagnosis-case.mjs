/**
 * Diagnoses one case in a process of its own, and trains what it is compared with. Prints one line of JSON.
 *
 *     node bench/diagnosis-case.mjs FOLDER [--seconds 60] [--no-baselines]
 */
import { parseArgs } from 'node:util';
import { diagnose, runTrial } from '../dist/diagnosis/index.js';
import { applyRemedies, remedies as catalogue, remedyNames } from '../dist/diagnosis/remedies/index.js';
import { wholeRecipe } from '../dist/diagnosis/remedies/whole-recipe.js';
import { taskOf } from '../dist/diagnosis/subject.js';
import { targetValues } from '../dist/diagnosis/task.js';
import { inTargetUnits, withTargetForm } from '../dist/diagnosis/trials/target-forms.js';
import * as netwright from '../dist/index.js';
import { mean, seededRandom } from './diagnosis-figures.mjs';
import { openCase, readCase } from './open-case.mjs';

const { findLoss, openExecutor, predict } = netwright;
const seeds = [0, 1, 2];

const begin = performance.now();
const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string' }, 'no-baselines': { type: 'boolean' } },
  allowPositionals: true,
});
const [folder] = positionals;
const { metric } = readCase(folder);
const executor = await openExecutor({ engine: 'onnxruntime-node', threads: 1 });
const subject = await openCase(netwright, folder);
const task = taskOf(subject);
const run = (request) => runTrial(subject, request, executor);

const budget = values.seconds === undefined ? {} : { seconds: Number(values.seconds) };
const diagnosis = await diagnose(subject, { executor, run, budget, seeds });
const seconds = (performance.now() - begin) / 1000;

/**
 * The score of a training in the case's own metric: where `metric` says so on the training samples, and of several labels
 * only rows that are right throughout.
 */
async function ownScore(remedies, seed) {
  const onTraining = metric.endsWith('(train)') || subject.validation === undefined;
  if (task.kind !== 'labels') {
    const result = await run({ remedies, seed });
    return onTraining ? result.trainingScore : result.score;
  }
  const base = { ...subject.design, network: subject.reinitialize(seed) };
  const { design } = applyRemedies(base, remedies, { task, train: subject.train, seed });
  const { network } = await netwright.fit(design.network, {
    executor,
    recipe: { ...design.recipe, seed },
    loss: design.recipe.loss,
    train: withTargetForm(subject.train, design),
  });
  const dataset = onTraining ? subject.train : subject.validation;
  const outputs = inTargetUnits((await predict(network, dataset, { executor })).data, design);
  const targets = targetValues(dataset);
  const boundary = findLoss(design.recipe.loss).output === 'logits' ? 0 : 0.5;
  let right = 0;
  for (let row = 0; row < dataset.length; row++) {
    const columns = [...targets.subarray(row * task.width, (row + 1) * task.width)];
    if (columns.every((target, column) => outputs[row * task.width + column] > boundary === target > 0.5)) right++;
  }
  return right / dataset.length;
}

async function scoresOf(remedies) {
  const scores = [];
  for (const seed of seeds) scores.push(await ownScore(remedies, seed));
  return scores;
}

/** Families of what remedies change in this subject, in the catalogue's order. */
function familiesOf(names) {
  const { applied } = applyRemedies(subject.design, names, { task, train: subject.train, seed: 0 });
  return { families: [...new Set(applied.map((name) => catalogue[name].family))], size: applied.length };
}

/** The best of random sets of remedies, for as many trainings as the diagnosis made. */
async function randomSearch(trainings) {
  const random = seededRandom(folder.length * 7919 + targetValues(subject.train).length);
  const context = { task, train: subject.train, seed: 0 };
  const applicable = remedyNames.filter((name) => applyRemedies(subject.design, [name], context).applied.length > 0);
  const before = [];
  for (const seed of seeds) before.push((await run({ remedies: [], seed })).score);
  let best = { remedies: [], score: before[0] };
  for (let training = 2 * seeds.length - 1; training < trainings && applicable.length > 0; training++) {
    const size = 1 + Math.floor(random() * Math.min(4, applicable.length));
    const remedies = [...applicable].sort(() => random() - 0.5).slice(0, size);
    const { score } = await run({ remedies, seed: seeds[0] });
    if (score > best.score) best = { remedies, score };
  }
  const after = [best.score];
  for (const seed of seeds.slice(1)) after.push((await run({ remedies: best.remedies, seed })).score);
  const least = 0.1 * Math.max(1 - diagnosis.constantScore, 0.05);
  const isFaulty = mean(after) - mean(before) >= least;
  return isFaulty
    ? { verdict: 'faulty', ...familiesOf(best.remedies), scores: await scoresOf(best.remedies) }
    : { verdict: 'healthy', families: [], size: 0 };
}

const fix = diagnosis.minimalFix.map(({ remedy }) => remedy);
const after = fix.length === 0 ? undefined : await scoresOf(fix);
const baselines = values['no-baselines']
  ? undefined
  : {
      recipe: { verdict: 'faulty', ...familiesOf(wholeRecipe), scores: await scoresOf(wholeRecipe) },
      random: await randomSearch(diagnosis.cost.trials),
    };
process.stdout.write(`${JSON.stringify({ diagnosis, seconds, after, baselines })}\n`);
