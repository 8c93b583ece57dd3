import { basename, extname, join } from 'node:path';
import { ContentHash } from '../core/index.ts';
import { type Diagnosis, diagnose, runLadder } from '../diagnosis/index.ts';
import { stringifyJson } from '../records/index.ts';
import { openExecutor } from '../runtime/index.ts';
import { TrialPool, TrialStore } from '../scale/index.ts';
import { fingerprintOf, networkFingerprint } from '../train/index.ts';
import { formatDuration, formatQuantity } from './format.ts';
import { listenForInterrupts } from './interrupts.ts';
import { type OpenedSubject, openDiagnosisSubject, type SubjectRequest } from './open-diagnosis-subject.ts';
import { present } from './present.ts';
import type { Screen } from './screen.ts';
import { phases } from './train-messages.ts';

/** What `netwright diagnose` was asked for. */
export interface DiagnoseRequest extends SubjectRequest {
  readonly seconds: number | undefined;
  readonly trials: number | undefined;
  /** Whether the article's ladder of experiments is climbed, too. */
  readonly ladder: boolean;
  /** Number of seeds, from the recipe's on. */
  readonly seeds: number;
  readonly workers: number | undefined;
  /** Folder of runs; results of trials are kept in a folder within. */
  readonly runs: string;
}

/** A diagnosis, and what it was made on. */
export interface DiagnosisOfModel extends OpenedSubject {
  readonly diagnosis: Diagnosis;
  /** Where its trials are kept. */
  readonly folder: string;
}

/**
 * Diagnoses a network on data in processes of one engine thread each, and shows how it goes. The first Ctrl-C ends the
 * trials that run, and the diagnosis tells what is known by then; the second one ends the process at once. Where nobody
 * watches, each stage is one line on the stream of errors.
 *
 * @throws UsageError, FileError, DataError, RuntimeError where no engine works
 */
export async function diagnoseModel(
  request: DiagnoseRequest,
  screen: Screen,
  errors: Screen,
): Promise<DiagnosisOfModel> {
  const { seconds, trials, seeds, workers } = request;
  const phase = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const controller = new AbortController();
  const words = {
    before: 'interrupted before a trial began',
    first: 'ending the trials that run; press Ctrl-C again to end at once, without a report',
  };
  const stopListening = listenForInterrupts(phase, screen, words, () => controller.abort());
  let pool: TrialPool | undefined;
  let stage: string | undefined;
  let store: TrialStore | undefined;
  try {
    const opened = await openDiagnosisSubject(request);
    const { subject, notes } = opened;
    for (const note of notes) screen.print(`note        ${note}`);
    const folder = folderOf(request, opened);
    store = new TrialStore(folder);
    const { signal } = controller;
    pool = new TrialPool(subject, { store, signal, ...present({ workers }) });
    Atomics.store(new Int32Array(phase), 0, phases.training);
    const firstSeed = subject.design.recipe.seed;
    const executor = await openExecutor({ threads: 1 });
    const diagnosis = await diagnose(subject, {
      executor,
      run: pool.run,
      budget: present({ seconds, trials }),
      seeds: Array.from({ length: seeds }, (_, index) => firstSeed + index),
      signal,
      onProgress: (progress) => {
        const left = seconds === undefined ? '' : `, ${formatDuration(Math.max(0, seconds - progress.seconds))} left`;
        const count = formatQuantity(progress.trials, 'trial');
        if (screen.isTerminal)
          screen.progress(`${progress.stage}: ${count}, ${formatDuration(progress.seconds)}${left}`);
        else if (progress.stage !== stage)
          errors.print(`${progress.stage}: ${count}, ${formatDuration(progress.seconds)}`);
        stage = progress.stage;
      },
    });
    if (!request.ladder || signal.aborted) return { ...opened, diagnosis, folder };
    const ladder = await runLadder(subject, {
      executor,
      signal,
      onProgress: ({ experiment, done, total }) => screen.progress(`ladder, ${done + 1} of ${total}: ${experiment}`),
    });
    return { ...opened, diagnosis: { ...diagnosis, ladder }, folder };
  } finally {
    stopListening();
    screen.progress(undefined);
    await pool?.close();
    store?.close();
  }
}

/** The folder of a subject: the model's name, and a hash of network, data and recipe. */
function folderOf({ model, runs }: DiagnoseRequest, { subject }: OpenedSubject): string {
  const { design, train, validation } = subject;
  const { loss, ...recipe } = design.recipe;
  const parts = [
    networkFingerprint(design.network, loss, new Set()),
    recipe,
    fingerprintOf(train),
    validation && fingerprintOf(validation),
  ];
  const hash = new ContentHash().text(stringifyJson(parts)).digest().slice(0, 8);
  return join(runs, 'diagnoses', `${basename(model, extname(model))}-${hash}`);
}
