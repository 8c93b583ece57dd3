import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type CurveDiagnosis, diagnoseCurves, partNamed, placeOf } from '../diagnosis/index.ts';
import { findRuns, isEventFileName, type RunPlace, type RunRecord, readRun, runFiles } from '../records/index.ts';
import { formatQuantity } from './format.ts';
import { present } from './present.ts';
import { quote } from './quote.ts';
import type { Screen } from './screen.ts';

/** What the curves of one run say. */
export interface RunDiagnosis extends CurveDiagnosis {
  readonly run: string;
  readonly folder: string;
  /** What could not be read, a sentence each. */
  readonly problems: readonly string[];
  /** The command that makes the experiments; absent for runs of others. */
  readonly next?: string;
}

/** Whether a path is a folder of runs, or an event file, and no model. */
export function isOfRuns(path: string): boolean {
  return isEventFileName(basename(path)) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Reads the runs at a path and says what their curves let suspect.
 *
 * @throws UsageError where there is no run
 */
export async function diagnoseRuns(path: string): Promise<RunDiagnosis[]> {
  const diagnoses: RunDiagnosis[] = [];
  for (const { training, validation } of inPairs(findRuns([path]))) {
    const record = await readRun(training);
    const other = validation && (await readRun(validation));
    const batchSize = Number(record.hyperParameters.get('batchSize'));
    const diagnosis = diagnoseCurves(record.scalars, {
      ...present({ validation: other?.scalars }),
      ...(batchSize > 0 ? { batchSize } : {}),
    });
    const problems = [...record.problems, ...(other?.problems ?? [])];
    // Two folders of one run, which is named as the folder that holds both.
    const folder = validation === undefined ? record.folder : dirname(record.folder);
    const run = validation === undefined ? record.name : basename(folder);
    diagnoses.push({ run, folder, ...diagnosis, problems, ...present({ next: commandFor(record) }) });
  }
  return diagnoses;
}

/** Runs, those that a writer keeps in two folders, `train` and `validation`, together. */
function inPairs(places: readonly RunPlace[]): { readonly training: RunPlace; readonly validation?: RunPlace }[] {
  const partOf = ({ folder }: RunPlace) => partNamed(basename(folder));
  const validations = places.filter((place) => partOf(place) === 'validation');
  const pairOf = (place: RunPlace) =>
    partOf(place) === 'training'
      ? validations.find(({ folder }) => dirname(folder) === dirname(place.folder))
      : undefined;
  const taken = new Set(places.map(pairOf));
  return places
    .filter((place) => !taken.has(place))
    .map((training) => ({ training, ...present({ validation: pairOf(training) }) }));
}

/** The diagnosis by trainings, of a run whose recipe is there. */
function commandFor({ folder }: RunRecord): string | undefined {
  const path = join(folder, runFiles.recipe);
  if (!existsSync(path)) return undefined;
  const hasData = readFileSync(path, 'utf8').includes('"data"');
  return `npx netwright diagnose ${quote(path)}${hasData ? '' : ' --data DATA'}`;
}

const labelWidth = 12;

/** Shows people what the curves of a run say. */
export function showRunDiagnosis(diagnosis: RunDiagnosis, screen: Screen): void {
  const { verdict, summary, run, read, findings, causes, problems, next } = diagnosis;
  const { colors, print } = screen;
  const lines = (label: string, texts: readonly string[]) => {
    for (const [index, text] of texts.entries()) {
      print(`${colors.dim((index === 0 ? label : '').padEnd(labelWidth))}${text}`);
    }
  };
  const color = { suspect: colors.yellow, 'nothing-found': colors.green, 'no-curves': colors.yellow }[verdict];
  print(color(colors.bold(`${verdict}: ${summary}`)));
  print('');
  const layers = read.layers.length === 0 ? '' : `; ${formatQuantity(read.layers.length, 'layer')}`;
  lines('run', [run]);
  lines('read', [`${read.tags.join(', ') || 'no curve'} (${formatQuantity(read.points, 'point')})${layers}`]);
  lines('note', problems);
  lines(
    'found',
    findings.map((finding) => `${placeOf(finding)}: ${finding.says}`),
  );
  lines(
    'likely',
    causes.map(
      ({ rule, likelihood, experiment }) => `${rule}, ${Math.round(100 * likelihood)} %; to tell, ${experiment}`,
    ),
  );
  if (next !== undefined) lines(findings.length > 0 ? 'next' : 'to be sure', [next]);
}
