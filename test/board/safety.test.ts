import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EventFileWriter } from '../../src/records/index.ts';
import { mostStreams } from '../../src/server/http/event-streams.ts';
import { makeFolder, serveBoard } from './served-board.ts';

function writeRun(folder: string): void {
  const writer = new EventFileWriter(folder);
  writer.scalar('loss', 1, 1);
  writer.close();
}

/** A request with a path and headers that `fetch` would not send. */
function send(
  url: string,
  options: { path: string; headers?: Record<string, string>; method?: string; body?: string },
) {
  const { port } = new URL(url);
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, ...options }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    });
    request.on('error', reject);
    request.end(options.body);
  });
}

describe('on loopback the board', () => {
  test('listens on this machine alone', async () => {
    const { url } = await serveBoard();
    expect(url).toMatch(/^http:\/\/localhost:\d+\/$/);
    const { networkInterfaces } = await import('node:os');
    const other = Object.values(networkInterfaces())
      .flat()
      .find((address) => address !== undefined && !address.internal && address.family === 'IPv4');
    if (other === undefined) return;
    await expect(fetch(`http://${other.address}:${new URL(url).port}/`)).rejects.toThrow('fetch failed');
  });

  test.each(['evil.example', 'localhost.evil.example', 'evil.example:6006', '10.0.0.1'])(
    'refuses the name %j',
    async (host) => {
      const { url } = await serveBoard();
      expect(await send(url, { path: '/api/runs', headers: { host } })).toMatchObject({ status: 403 });
    },
  );

  test.each(['localhost', 'localhost:8000', '127.0.0.1:80', '[::1]:6006'])('answers to the name %j', async (host) => {
    const { url } = await serveBoard();
    expect(await send(url, { path: '/api/runs', headers: { host } })).toMatchObject({ status: 200 });
  });

  test.each([
    [{ origin: 'http://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'https://localhost' }],
    [{ 'sec-fetch-site': 'cross-site' }],
  ])('refuses changes that come from %j', async (headers) => {
    const folder = makeFolder();
    writeRun(join(folder, 'a'));
    const board = await serveBoard(folder);
    await board.runs(({ runs }) => runs.length === 1);
    const answers = await Promise.all([
      board.request('/api/run?run=a', { method: 'DELETE', headers }),
      board.request('/api/run?run=a', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
    expect(existsSync(join(folder, 'a'))).toBe(true);
  });

  test('refuses bodies that a form of another site could send, and those that are too large', async () => {
    const board = await serveBoard();
    const form = await board.request('/api/undo', { method: 'POST', body: '{"undo":"x"}' });
    expect(form.status).toBe(415);
    const large = await board.send('POST', '/api/undo', { undo: 'x'.repeat(200_000) });
    expect(large.status).toBe(413);
    const endless = { path: '/api/undo', method: 'POST', body: ' '.repeat(200_000) };
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    expect(await send(board.url, { ...endless, headers })).toMatchObject({ status: 413 });
    expect(
      (await board.send('POST', '/api/scalars', { series: [], axis: 'step', range: null, columns: 1e9 })).status,
    ).toBe(400);
  });

  test('lets pages load what it serves itself and nothing else, without inline parts, and asks for no HTTPS', async () => {
    const board = await serveBoard();
    for (const path of ['/', '/api/runs', '/nowhere']) {
      const { headers } = await board.request(path);
      const policy = headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test.each([
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%2f..%2fetc/passwd',
    '//etc/passwd',
    '/api/report?run=../..',
    '/api/recipe?run=/etc',
    '/api/scalars.csv?run=../a&tag=loss',
    '/%00',
  ])('finds nothing under %j', async (path) => {
    const folder = makeFolder();
    writeRun(join(folder, 'a'));
    writeRun(join(folder, 'shown/b'));
    const board = await serveBoard(join(folder, 'shown'));
    const { status, text } = await send(board.url, { path });
    expect([400, 404]).toContain(status);
    expect(text).not.toContain('root:');
  });
});

describe('streams of events', () => {
  test('end with their readers, and there are no more of them than the board can serve', async () => {
    const board = await serveBoard();
    const open = async () => {
      const stop = new AbortController();
      // Kept whole: fetch cancels the body of a response that is garbage.
      const response = await board.request('/api/events', { signal: stop.signal });
      return { response, stop };
    };
    const streams = [];
    for (let i = 0; i < mostStreams; i++) streams.push(await open());
    expect(streams.every(({ response }) => response.status === 200)).toBe(true);
    expect((await open()).response.status).toBe(503);
    for (const { stop } of streams.splice(0, 10)) stop.abort();
    let status = 503;
    for (let attempt = 0; status === 503 && attempt < 100; attempt++) {
      const stream = await open();
      status = stream.response.status;
      if (status === 200) streams.push(stream);
    }
    expect(status).toBe(200);
    for (const { stop } of streams) stop.abort();
  });
});

describe('the folder that is shown', () => {
  test('is not left by links, which are reported', async () => {
    const folder = makeFolder();
    writeRun(join(folder, 'outside'));
    const shown = join(folder, 'shown');
    mkdirSync(join(shown, 'run'), { recursive: true });
    symlinkSync(join(folder, 'outside'), join(shown, 'link'));
    const [file] = readdirSync(join(folder, 'outside'));
    symlinkSync(join(folder, 'outside', file!), join(shown, 'run', file!));
    const board = await serveBoard(shown);
    const { runs, problems } = await board.runs((answer) => answer.problems.length === 2);
    expect(runs).toEqual([]);
    expect(problems.map((problem) => problem.file).sort()).toEqual(['link', `run/${file}`]);
  });

  test('keeps deletes inside, though a run or the trash became a link', async () => {
    const folder = makeFolder();
    const shown = join(folder, 'shown');
    writeRun(join(shown, 'a'));
    writeRun(join(shown, 'b'));
    mkdirSync(join(folder, 'elsewhere'));
    const board = await serveBoard(shown);
    await board.runs(({ runs }) => runs.length === 2);
    symlinkSync(join(folder, 'elsewhere'), join(shown, '.netwright-trash'));
    const intoLink = await board.send('DELETE', '/api/run?run=b');
    renameSync(join(shown, 'a'), join(folder, 'moved'));
    symlinkSync(join(folder, 'moved'), join(shown, 'a'));
    const ofLink = await board.send('DELETE', '/api/run?run=a');
    // Gone from the list already where the folder was looked at in between.
    expect([intoLink.status, ofLink.status === 404 ? 409 : ofLink.status]).toEqual([409, 409]);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
    expect(readdirSync(join(folder, 'moved'))).toHaveLength(1);
    expect(existsSync(join(shown, 'b'))).toBe(true);
  });

  test('is not deleted itself, and nothing comes out of a trash that somebody else filled', async () => {
    const folder = makeFolder();
    const shown = join(folder, 'shown');
    writeRun(shown);
    const undo = 'a'.repeat(24);
    mkdirSync(join(shown, '.netwright-trash', undo, 'run'), { recursive: true });
    const label = JSON.stringify({ id: '../escaped', deleted: Date.now() / 1000 });
    writeFileSync(join(shown, '.netwright-trash', undo, 'label.json'), label);
    const board = await serveBoard(shown);
    await board.runs(({ runs }) => runs.length === 1);
    expect((await board.send('DELETE', '/api/run?run=.')).status).toBe(400);
    for (const name of [undo, '../..', '']) {
      expect((await board.send('POST', '/api/undo', { undo: name })).status).toBe(404);
    }
    expect(readdirSync(folder)).toEqual(['shown']);
  });
});

describe('served to other machines the board', () => {
  test('answers nothing without the token, which its address carries', async () => {
    const board = await serveBoard(makeFolder(), '0.0.0.0');
    const token = new URL(board.url).searchParams.get('token')!;
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    for (const path of ['/', '/api/runs', '/api/events', '/api/runs?token=', `/api/runs?token=${'0'.repeat(32)}`]) {
      expect((await board.request(path)).status).toBe(403);
    }
    for (const method of ['PATCH', 'DELETE']) {
      expect((await board.send(method, `/api/run?run=a&token=${token}`, {})).status).toBe(403);
    }
    expect(new URL((await serveBoard(makeFolder(), '0.0.0.0')).url).searchParams.get('token')).not.toBe(token);
    const first = await board.request(`/?x=1&token=${token}`);
    expect([first.status, first.headers.get('location')]).toEqual([303, '/?x=1']);
    const cookie = first.headers.get('set-cookie')!;
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/);
    const seen = await board.request('/api/runs', { headers: { cookie: cookie.split(';')[0]! } });
    expect(seen.status).toBe(200);
    const bearer = await board.request('/api/runs', { headers: { authorization: `Bearer ${token}` } });
    expect(bearer.status).toBe(200);
  });
});
