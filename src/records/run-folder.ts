import { join } from 'node:path';
import { UsageError } from '../core/index.ts';
import { makeFolder } from './files.ts';

/** Names of the files in a run folder. */
export const runFiles = {
  /** The resolved recipe, with data and target: itself a recipe. */
  recipe: 'recipe.json',
  /** What ran it: engine, threads, versions. */
  environment: 'environment.json',
  /** The network with its parameters, and what is needed to evaluate it and to predict. */
  model: 'model.onnx',
  /** One line of JSON an epoch. */
  history: 'history.jsonl',
  /** One line of JSON a step: loss, learning rate, norm of the gradients. */
  steps: 'steps.jsonl',
  /** One line of JSON for each thing that a watching handler found; absent where there is none. */
  findings: 'findings.jsonl',
  /** Folder of checkpoints. */
  checkpoints: 'checkpoints',
  /** How it ended; written last. */
  result: 'result.json',
} as const;

/** What a run folder is named after. */
export interface RunName {
  /** The whole name, chosen by the user. */
  readonly name?: string | undefined;
  /** Otherwise: what stands behind the time, made of any text. */
  readonly slug: string;
  /** Time of a run without a name; by default now, in local time. */
  readonly date?: Date;
}

/**
 * Makes a new folder for a run, `<parent>/<YYYYMMDD-HHMMSS>-<slug>` or `<parent>/<name>`; where that exists, with `-v1`,
 * `-v2` and so on behind it. Returns its path.
 *
 * @throws UsageError where the name is no plain file name, FileError where the folder cannot be made
 */
export function createRunFolder(parent: string, { name, slug, date = new Date() }: RunName): string {
  if (name !== undefined) checkRunName(name);
  const base = join(parent, name ?? `${formatTime(date)}-${toSlug(slug)}`);
  for (let version = 0; ; version++) {
    const path = version === 0 ? base : `${base}-v${version}`;
    if (makeFolder(parent, path)) return path;
  }
}

/** Throws {@link UsageError} where a text cannot be the name of a run's folder. */
export function checkRunName(name: string): void {
  if (/^[A-Za-z0-9][\w.+=-]*$/.test(name)) return;
  throw new UsageError(
    `run name '${name}': expected letters, digits, '_', '-', '.', '+' and '=' only, beginning with a letter or digit`,
  );
}

function formatTime(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}

/** Lower-case letters and digits with single hyphens, at most 40 characters; `run` where nothing is left. */
function toSlug(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '');
  return slug === '' ? 'run' : slug;
}
