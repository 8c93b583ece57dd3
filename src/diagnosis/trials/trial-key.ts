import { ContentHash } from '../../core/index.ts';
import type { Network } from '../../nn/index.ts';
import { type DataFingerprint, fingerprintOf, networkFingerprint } from '../../train/index.ts';
import { applyRemedies } from '../remedies/index.ts';
import { type Subject, taskOf } from '../subject.ts';
import type { TrialRequest } from './trial.ts';

/** Counts up whenever the same trial may come to another result, so that results kept by older versions are not used. */
const trialVersion = 2;

/**
 * A hash of everything that a trial's result depends on but the engine: data, network with its weights, recipe, remedies
 * and what they made of it, seed. Equal keys mean equal trainings.
 *
 * @param network the subject's network under the request's seed
 */
export function trialKey(subject: Subject, network: Network, request: TrialRequest): string {
  const { task, data } = constantsOf(subject);
  const base = { ...subject.design, network };
  const context = { task, train: subject.train, seed: request.seed };
  const { design } = applyRemedies(base, request.remedies, context);
  const { loss, ...recipe } = design.recipe;
  const parts = [
    trialVersion,
    data,
    networkFingerprint(network, subject.design.recipe.loss, new Set()),
    networkFingerprint(design.network, loss, new Set()),
    { regularization: design.network.regularization, constraints: design.network.constraints },
    recipe,
    design.targets,
    { ...request, remedies: [...request.remedies].sort() },
  ];
  return new ContentHash().text(JSON.stringify(parts)).digest();
}

const known = new WeakMap<Subject, ReturnType<typeof readConstants>>();

/** Looked up once for each subject: the data are read for them. */
function constantsOf(subject: Subject) {
  const found = known.get(subject) ?? readConstants(subject);
  known.set(subject, found);
  return found;
}

function readConstants(subject: Subject) {
  const data: (DataFingerprint | undefined)[] = [
    fingerprintOf(subject.train),
    subject.validation && fingerprintOf(subject.validation),
  ];
  return { task: taskOf(subject), data };
}
