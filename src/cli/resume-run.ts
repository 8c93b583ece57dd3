import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { FileError, isNetwrightError, UsageError } from '../core/index.ts';
import { openNetwork } from '../importers/index.ts';
import { bestCheckpoints, type CheckpointName, listCheckpoints, runFiles } from '../records/index.ts';
import type { Executor, ExecutorName } from '../runtime/index.ts';
import { type OpenedCheckpoint, openCheckpoint, type RecipeInput, resolveRecipe } from '../train/index.ts';
import { engineChoices } from './choices.ts';
import { formatQuantity } from './format.ts';
import { readRecipeFile } from './recipe-file.ts';
import { openSubject, override, type Subject, withFreshWeights } from './subject.ts';

/** A run to go on with. */
export interface ResumedRun {
  readonly folder: string;
  readonly subject: Subject;
  /** Undefined where the run was killed before its first checkpoint: it begins again. */
  readonly checkpoint: OpenedCheckpoint | undefined;
  /** What computed it. */
  readonly environment: Readonly<Record<string, unknown>>;
  /** What the user has to know: checkpoints that were passed over. */
  readonly notes: readonly string[];
}

/** Where `--resume` points. */
export interface ResumePlace {
  readonly folder: string;
  /** In the order in which they are tried. */
  readonly checkpoints: readonly CheckpointName[];
}

/**
 * Finds a run by what `--resume` was given: its folder, one of its checkpoints, or `last` and `best` for those checkpoints
 * of the newest run in `runs`.
 *
 * @throws UsageError where there is no such run
 */
export function findRun(resume: string, runs: string): ResumePlace {
  const isFile = extname(resume) === '.safetensors';
  const isNewest = resume === 'last' || resume === 'best';
  const folder = isNewest ? newestRun(runs) : isFile ? dirname(dirname(resume)) : resume;
  if (!existsSync(join(folder, runFiles.environment))) {
    throw new UsageError(`'${resume}' is no run to resume: ${folder} has no ${runFiles.environment}`, {
      advice: "Give the folder of a run, such as runs/20261122-141503-digits, or 'last'",
    });
  }
  if (!existsSync(join(folder, runFiles.recipe))) {
    throw new UsageError(
      `${folder} was broken off before its ${runFiles.recipe} was written: nothing is there to resume`,
      {
        advice: 'Remove the folder and train anew',
      },
    );
  }
  const all = listCheckpoints(join(folder, runFiles.checkpoints));
  if (isFile) return { folder, checkpoints: all.filter(({ file }) => file === basename(resume)) };
  return { folder, checkpoints: resume === 'best' ? bestCheckpoints(all, all.length) : all };
}

function newestRun(runs: string): string {
  const folders = existsSync(runs) ? readdirSync(runs).map((name) => join(runs, name)) : [];
  const startOf = (folder: string) => statSync(join(folder, runFiles.environment)).mtimeMs;
  const begun = folders.filter((folder) => existsSync(join(folder, runFiles.environment)));
  const [newest] = begun.sort((a, b) => startOf(b) - startOf(a) || (a < b ? 1 : -1));
  if (newest !== undefined) return newest;
  throw new UsageError(`${runs} holds no run to resume`, { advice: 'Name the folder of runs by --runs' });
}

/**
 * Opens what is needed to go on with a run. A checkpoint that is damaged gives way to the one before.
 *
 * @param overrides fields of the recipe that options set
 * @throws UsageError, FileError where no checkpoint can be read
 */
export async function openRun(place: ResumePlace, overrides: RecipeInput): Promise<ResumedRun> {
  const { folder, checkpoints } = place;
  const environment = readRecord(join(folder, runFiles.environment));
  const { checkpoint, notes } = await openFirst(folder, checkpoints);
  const opened = await openAgain(folder, overrides);
  const subject = environment.reinitialize === true ? withFreshWeights(opened) : opened;
  return { folder, subject, checkpoint, environment, notes };
}

/**
 * The network as it was before training; its numbers come from the checkpoint. Layers are built again, and a model file is
 * read again, since the run's own `model.onnx` rounds what other formats say; it stands in where the file is gone.
 */
async function openAgain(folder: string, overrides: RecipeInput): Promise<Subject> {
  const source = join(folder, runFiles.recipe);
  try {
    return await openSubject(source, overrides);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const { model: _gone, ...written } = await readRecipeFile(source);
    const recipe = resolveRecipe(override(written, overrides), source);
    return { recipe, source, data: recipe.data, imported: await openNetwork(join(folder, runFiles.model)) };
  }
}

/** Threads that are asked for, or else those of the run that goes on: others give other bits. */
export function chooseRunThreads(
  { threads }: { readonly threads: number | undefined },
  resumed: ResumedRun | undefined,
): number | undefined {
  const recorded = resumed?.environment.threads;
  return threads ?? (typeof recorded === 'number' ? recorded : undefined);
}

/** The engine that computed a run. */
export function engineOf(resumed: ResumedRun | undefined): ExecutorName | undefined {
  const engine = resumed?.environment.engine;
  return typeof engine === 'string' && Object.hasOwn(engineChoices, engine) ? (engine as ExecutorName) : undefined;
}

/** What there is to say as a run goes on. */
export function resumeNotes({ folder, checkpoint, notes }: ResumedRun, { description }: Executor): string[] {
  if (checkpoint === undefined) return [...notes, `${folder} has no checkpoint yet: it is trained from its first step`];
  const { engine, step, history, path } = checkpoint;
  const place = `${formatQuantity(step, 'step')} and ${formatQuantity(history.length, 'whole epoch')}`;
  return [
    ...notes,
    `goes on in ${folder} after ${place}, from ${basename(path)}`,
    ...(engine === description ? [] : [`the run was computed by ${engine}, now it is ${description}: bits may differ`]),
  ];
}

async function openFirst(folder: string, checkpoints: readonly CheckpointName[]) {
  const notes: string[] = [];
  for (const { file } of checkpoints) {
    const path = join(folder, runFiles.checkpoints, file);
    try {
      return { checkpoint: await openCheckpoint(path), notes };
    } catch (error) {
      if (!isNetwrightError(error)) throw error;
      notes.push(`${error.message}; the one before is tried`);
    }
  }
  if (checkpoints.length === 0) return { checkpoint: undefined, notes };
  const others = listCheckpoints(join(folder, runFiles.checkpoints)).filter(
    ({ file }) => !checkpoints.some((tried) => tried.file === file),
  );
  throw new FileError(join(folder, runFiles.checkpoints), `no checkpoint can be read: ${notes.join(' ')}`, {
    advice:
      others[0] === undefined
        ? `Train again by ${join(folder, runFiles.recipe)}`
        : `There is ${join(folder, runFiles.checkpoints, others[0].file)}`,
  });
}

function readRecord(path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch (cause) {
    throw new FileError(path, 'cannot be read as JSON', { cause });
  }
  throw new FileError(path, 'holds no JSON object');
}
