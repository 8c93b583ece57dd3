import type { Context } from 'hono';
import { z } from 'zod';
import type { RunChange, ScalarsRequest, UndoRequest } from '../api.ts';
import { BoardFailure } from '../board-failure.ts';

const scalarsSchema = z.object({
  series: z.array(z.object({ run: z.string(), tag: z.string(), version: z.string().max(200).optional() })).max(10_000),
  axis: z.enum(['step', 'wall', 'relative', 'epoch']),
  range: z.tuple([z.number(), z.number()]).nullable(),
  columns: z.int().min(1).max(8192),
  logarithmicX: z.boolean().optional(),
  smoothing: z.number().min(0).lt(1).optional(),
});

const changeSchema = z.object({
  name: z.string().max(200).optional(),
  notes: z.string().max(20_000).optional(),
  hidden: z.boolean().optional(),
});

const undoSchema = z.object({ undo: z.string() });

/** In bytes; ten thousand series with long names are less. */
const largestScalarsRequest = 8 * 1024 * 1024;
const largestBody = 128 * 1024;

// Absent and undefined differ for exact types alone.
export const readScalarsRequest = (context: Context) =>
  readBody(context, scalarsSchema, largestScalarsRequest) as Promise<ScalarsRequest>;
export const readRunChange = (context: Context) => readBody(context, changeSchema, largestBody) as Promise<RunChange>;
export const readUndoRequest = (context: Context): Promise<UndoRequest> => readBody(context, undoSchema, largestBody);

async function readBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
  mostBytes: number,
): Promise<z.output<Schema>> {
  const text = await readText(context, mostBytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BoardFailure(400, 'the body is no valid JSON');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BoardFailure(400, `the body${issue!.path.map((part) => `.${String(part)}`).join('')}: ${issue!.message}`);
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
