import {
  type ApiError,
  type Deletion,
  decodeScalars,
  type RunChange,
  type RunSummary,
  type RunsAnswer,
  type ScalarsRequest,
  type Series,
} from './contract.ts';

/** The board answered with a failure, or not at all. Its message is meant for the user. */
export class RequestError extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
  }
}

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`api/${path}`, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new RequestError('The board does not answer. Is `netwright board` still running?', 0);
  }
  if (response.ok) return response;
  const failure = (await response.json().catch(() => undefined)) as Partial<ApiError> | undefined;
  throw new RequestError(failure?.error ?? `The board answered with ${response.status}`, response.status);
}

function withBody(method: string, body: unknown, signal?: AbortSignal): RequestInit {
  const init = { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  return signal === undefined ? init : { ...init, signal };
}

/** The query of a path: what is undefined is left out. */
export function queryOf(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
  return query.toString();
}

/** An answer in JSON of the given path below `/api/`; the caller knows its type from the contract. */
export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const response = await send(path, signal === undefined ? {} : { signal });
  return (await response.json()) as Answer;
}

/** Everything there is to list. */
export const getRuns = (): Promise<RunsAnswer> => getJson('runs');

/** Curves, decoded; null for those that are unchanged. */
export async function getScalars(request: ScalarsRequest, signal?: AbortSignal): Promise<readonly (Series | null)[]> {
  const response = await send('scalars', withBody('POST', request, signal));
  return decodeScalars(await response.arrayBuffer());
}

/** Where every recorded point of a curve can be downloaded. */
export const csvAddress = (run: string, tag: string): string => `api/scalars.csv?${queryOf({ run, tag })}`;

/** Changes name, notes or visibility. */
export async function changeRun(run: string, change: RunChange): Promise<RunSummary> {
  return (await (await send(`run?${queryOf({ run })}`, withBody('PATCH', change))).json()) as RunSummary;
}

/** Moves the folder of a run to the trash. */
export async function deleteRun(run: string): Promise<Deletion> {
  return (await (await send(`run?${queryOf({ run })}`, withBody('DELETE', {}))).json()) as Deletion;
}

/** Brings back what {@link deleteRun} took away. */
export async function undoDeletion(undo: string): Promise<void> {
  await send('undo', withBody('POST', { undo }));
}
