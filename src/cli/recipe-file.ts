import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { UsageError } from '../core/index.ts';
import { describeSystemError, readFileBytes } from '../data/index.ts';

/** By extension, how a recipe file becomes a value. */
const readers: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  '.json': readJson,
  '.yaml': readYaml,
  '.yml': readYaml,
  '.ts': readModule,
  '.mts': readModule,
  '.js': readModule,
  '.mjs': readModule,
  '.cjs': readModule,
};

/** Whether a path names a recipe file by its extension. */
export function isRecipePath(path: string): boolean {
  return Object.hasOwn(readers, extname(path).toLowerCase());
}

/**
 * What a recipe file holds, unchecked but for being an object; of a module the default export or `module.exports`.
 *
 * @throws FileError where the file cannot be read, UsageError where it is not valid in its language
 */
export async function readRecipeFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  const value = await readers[extname(path).toLowerCase()]!(path);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UsageError(`${path}: expected an object with fields such as network, loss and epochs`);
}

async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notValid(path, 'JSON', locate((error as SyntaxError).message, text), error);
  }
}

async function readYaml(path: string): Promise<unknown> {
  const text = await readText(path);
  const { parse } = await import('yaml');
  try {
    return parse(text);
  } catch (error) {
    throw notValid(path, 'YAML', messageOf(error), error);
  }
}

/** A module of TypeScript or JavaScript, which runs. */
async function readModule(path: string): Promise<unknown> {
  try {
    await stat(path);
  } catch (error) {
    throw describeSystemError(path, error);
  }
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false });
  try {
    return await jiti.import(resolve(path), { default: true });
  } catch (error) {
    throw new UsageError(`${path}: cannot be run: ${messageOf(error)}`, { cause: error });
  }
}

async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readFileBytes(path));
}

/** The first line of a message; what follows shows the text around the fault. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!.replace(/:$/, '');
}

function notValid(path: string, language: string, reason: string, cause: unknown): UsageError {
  return new UsageError(`${path}: not valid ${language}: ${reason}`, { cause });
}

/** Line and column in a message of JSON.parse, which gives the position, or else quotes the place. */
function locate(message: string, text: string): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return message.replace(/\s+/g, ' ');
  const before = text.slice(0, Number(position)).split('\n');
  return message.replace(
    / ?(in JSON )?at position .*/s,
    ` at line ${before.length}, column ${before.at(-1)!.length + 1}`,
  );
}
