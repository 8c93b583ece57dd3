import { join } from 'node:path';
import { authorsSteps, caseRuns, compressTime } from '../../case-study/index.ts';
import type { Diagnosis } from '../../diagnosis/index.ts';
import { diagnoseModel } from '../diagnose-model.ts';
import { present } from '../present.ts';
import type { Screen } from '../screen.ts';
import { trainInThread } from '../train-in-thread.ts';
import type { TrainOutcome } from '../train-messages.ts';
import { writeReports } from '../write-diagnosis.ts';
import { writeFix } from '../write-fix.ts';
import { recipeFile, seedFolder } from './train-case.ts';

/** What `diagnose` made of the network of C1. */
export interface DiagnosedCase {
  readonly diagnosis: Diagnosis;
  /** Its page. */
  readonly report: string;
  /** The repaired network, trained for as many steps as that of C9; undefined where there is no fix. */
  readonly repaired: TrainOutcome | undefined;
}

/**
 * Diagnoses C1 of a seed, told nothing but its recipe and data, and trains what it repaired.
 *
 * @throws as `netwright diagnose` and `netwright train` do
 */
export async function diagnoseCase(
  { folder, seed, seconds, seeds }: { folder: string; seed: number; seconds: number; seeds: number },
  screen: Screen,
  errors: Screen,
): Promise<DiagnosedCase> {
  const own = seedFolder(folder, seed);
  const found = await diagnoseModel(
    {
      model: recipeFile(own, 'c1'),
      data: undefined,
      recipe: {},
      seconds,
      trials: undefined,
      seeds,
      workers: undefined,
      runs: folder,
      ladder: false,
    },
    screen,
    errors,
  );
  const { diagnosis, subject } = found;
  const { html: report } = writeReports(found.folder, diagnosis, `C1 on ${subject.train.source}`);
  if (diagnosis.minimalFix.length === 0) return { diagnosis, report, repaired: undefined };
  const fixed = join(found.folder, 'fixed');
  const { recipe } = await writeFix(fixed, subject, diagnosis);
  const { steps, schedule } = compressTime(recipe, caseRuns.c1.recipe.steps! / authorsSteps);
  const { outcome } = await trainInThread(
    {
      model: join(fixed, 'recipe.json'),
      data: join(own, 'data', 'samples'),
      recipe: present({ steps, schedule }),
      weights: undefined,
      reinitialize: false,
      device: undefined,
      engine: undefined,
      threads: 1,
      runs: own,
      name: 'diagnosed-fix',
      resume: undefined,
      checkpoints: undefined,
      log: true,
      watch: 'warn',
    },
    new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
  );
  return { diagnosis, report, repaired: outcome };
}

/** Mean squared error on validation data in the targets' own units, which a fix may have scaled for the loss. */
export function validationErrorOf(outcome: Pick<TrainOutcome, 'validation'> | undefined): number | undefined {
  const rmse = outcome?.validation?.metrics?.rmse;
  return rmse === undefined ? undefined : rmse ** 2;
}
