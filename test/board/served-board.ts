import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { RunsAnswer, ScalarsRequest } from '../../src/server/api.ts';
import { type Board, openIndexHere, startBoard } from '../../src/server/index.ts';
import { decodeScalars, type Series } from '../../src/server/scalars-format.ts';

/** A board on a port of its own, with the folder that it shows. */
export interface ServedBoard {
  readonly folder: string;
  readonly url: string;
  /** Sends a request; the path begins with `/`. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Asks with a JSON body. */
  send(method: string, path: string, body?: unknown): Promise<Response>;
  json<Answer>(path: string): Promise<Answer>;
  /** Curves; throws where one of them is said to be unchanged. */
  scalars(request: Partial<ScalarsRequest> & Pick<ScalarsRequest, 'series'>): Promise<Series[]>;
  /** Curves, null for those that are said to be unchanged. */
  changedScalars(request: Partial<ScalarsRequest> & Pick<ScalarsRequest, 'series'>): Promise<(Series | null)[]>;
  /** The list of runs once `isReady` holds of it and nothing is left to be read. */
  runs(isReady: (answer: RunsAnswer) => boolean): Promise<RunsAnswer>;
}

export const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-board-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Serves a folder until the end of the test file. The index is in this thread: the code is not built. */
export async function serveBoard(
  folder = makeFolder(),
  host = 'localhost',
  appFolder = join(folder, 'no app'),
): Promise<ServedBoard> {
  const bugs: unknown[] = [];
  const board: Board = await startBoard((onChange) => openIndexHere(folder, onChange), {
    host,
    port: 0,
    triesNextPorts: false,
    appFolder,
    onBug: (error) => bugs.push(error),
  });
  afterAll(async () => {
    await board.close();
    expect(bugs).toEqual([]);
  });
  const base = `http://127.0.0.1:${board.port}`;
  const request = (path: string, init?: RequestInit) => fetch(base + path, { redirect: 'manual', ...init });
  const send = (method: string, path: string, body?: unknown) =>
    request(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const json = async <Answer>(path: string): Promise<Answer> => {
    const response = await request(path);
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  const changedScalars: ServedBoard['changedScalars'] = async (asked) => {
    const response = await send('POST', '/api/scalars', { axis: 'step', range: null, columns: 100, ...asked });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return decodeScalars(await response.arrayBuffer());
  };
  return {
    folder,
    url: board.url,
    request,
    send,
    json,
    async scalars(asked) {
      const series = await changedScalars(asked);
      return series.map((one) => {
        if (one === null) throw new Error('a series is said to be unchanged');
        return one;
      });
    },
    changedScalars,
    async runs(isReady) {
      for (let attempt = 0; ; attempt++) {
        const answer = await json<RunsAnswer>('/api/runs');
        if (answer.indexing === null && isReady(answer)) return answer;
        if (attempt > 100) throw new Error(`not ready: ${JSON.stringify(answer)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}
