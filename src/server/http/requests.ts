import type { Context } from 'hono';
import type { RunChange, ScalarsRequest, SeriesRequest, UndoRequest } from '../api.ts';
import { BoardFailure } from '../board-failure.ts';
import { isJsonObject } from '../board-index/index.ts';

/** For each field of a body which values it may have, and how that is said. */
type Rules<Body> = { readonly [Field in keyof Required<Body>]: readonly [isRight: Test, expected: string] };
type Test = (value: unknown) => boolean;

const isNumber: Test = (value) => Number.isFinite(value);
const isText =
  (longest = Number.POSITIVE_INFINITY): Test =>
  (value) =>
    typeof value === 'string' && value.length <= longest;
const optional =
  (isRight: Test): Test =>
  (value) =>
    value === undefined || isRight(value);
const isBetween =
  (least: number, most: number): Test =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const isFlag: Test = (value) => typeof value === 'boolean';

const seriesRules: Rules<SeriesRequest> = {
  run: [isText(), 'a text'],
  tag: [isText(), 'a text'],
  version: [optional(isText(200)), 'a text of at most 200 characters'],
};

const scalarsRules: Rules<ScalarsRequest> = {
  series: [
    (value) =>
      Array.isArray(value) && value.length <= 10_000 && value.every((one) => wrongField(one, seriesRules) === ''),
    'at most 10 000 of run, tag and, where it is known, version',
  ],
  axis: [(value) => ['step', 'wall', 'relative', 'epoch'].includes(value as string), 'step, wall, relative or epoch'],
  range: [
    (value) => value === null || (Array.isArray(value) && value.length === 2 && value.every(isNumber)),
    'null or two numbers',
  ],
  columns: [isBetween(1, 8192), 'a whole number from 1 to 8192'],
  logarithmicX: [optional(isFlag), 'true or false'],
  smoothing: [
    optional((value) => isNumber(value) && (value as number) >= 0 && (value as number) < 1),
    'from 0 to below 1',
  ],
};

const changeRules: Rules<RunChange> = {
  name: [optional(isText(200)), 'a text of at most 200 characters'],
  notes: [optional(isText(20_000)), 'a text of at most 20 000 characters'],
  hidden: [optional(isFlag), 'true or false'],
};

const undoRules: Rules<UndoRequest> = { undo: [isText(), 'a text'] };

/** In bytes; ten thousand series with long names are less. */
const largestScalarsRequest = 8 * 1024 * 1024;
const largestBody = 128 * 1024;

export const readScalarsRequest = (context: Context) => readBody(context, scalarsRules, largestScalarsRequest);
export const readRunChange = (context: Context) => readBody(context, changeRules, largestBody);
export const readUndoRequest = (context: Context) => readBody(context, undoRules, largestBody);

/** Checked by hand: loading a library for it would take longer than all else that happens before the first answer. */
async function readBody<Body>(context: Context, rules: Rules<Body>, mostBytes: number): Promise<Body> {
  const text = await readText(context, mostBytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BoardFailure(400, 'the body is no valid JSON');
  }
  const wrong = wrongField(value, rules);
  if (wrong !== '') throw new BoardFailure(400, `the body${wrong}`);
  return value as Body;
}

/** Which field is not as the rules say, and what was expected; empty where all are right. */
function wrongField<Body>(value: unknown, rules: Rules<Body>): string {
  if (!isJsonObject(value)) return ': expected an object';
  for (const [field, [isRight, expected]] of Object.entries<Rules<Body>[keyof Body]>(rules)) {
    if (!isRight(value[field])) return `.${field}: expected ${expected}`;
  }
  return '';
}

/** No more is kept than allowed, whatever the length is said to be. */
async function readText(context: Context, mostBytes: number): Promise<string> {
  const tooLarge = () => new BoardFailure(413, `the body is larger than ${mostBytes} bytes`);
  if (Number(context.req.header('content-length') ?? 0) > mostBytes) throw tooLarge();
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = context.req.raw.body?.getReader();
  for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read()) {
    length += piece.value.length;
    if (length > mostBytes) throw tooLarge();
    pieces.push(piece.value);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** A parameter of the query. Throws BoardFailure where it is missing. */
export function parameter(context: Context, name: string): string {
  const value = context.req.query(name);
  if (value === undefined) throw new BoardFailure(400, `the parameter '${name}' is missing`);
  return value;
}

/** A parameter that is a whole number. Throws BoardFailure where it is none, or out of bounds. */
export function integer(context: Context, name: string, least: number, most: number, byDefault?: number): number {
  const text = context.req.query(name);
  if (text === undefined && byDefault !== undefined) return byDefault;
  const value = Number(text);
  if (text !== undefined && /^\d{1,15}$/.test(text) && value >= least && value <= most) return value;
  throw new BoardFailure(
    400,
    `the parameter '${name}' is '${text ?? ''}', expected a whole number from ${least} to ${most}`,
  );
}
