import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EventFileWriter } from '../../src/records/index.ts';
import type { Axis, Deletion, RunSummary } from '../../src/server/api.ts';
import type { Series } from '../../src/server/scalars-format.ts';
import { makeFolder, serveBoard } from './served-board.ts';

function writeRun(folder: string, values: Readonly<Record<string, readonly number[]>>, startStep?: number): string {
  const writer = new EventFileWriter(folder, startStep === undefined ? {} : { startStep });
  for (const [tag, numbers] of Object.entries(values)) {
    for (const [i, value] of numbers.entries()) writer.scalar(tag, value, (startStep ?? 0) + i, 1.8e9 + i);
  }
  writer.close();
  return writer.path;
}

describe('the board', () => {
  test('lists runs at any depth by their paths, with tags that runs share in one set', async () => {
    const folder = makeFolder();
    writeRun(folder, { loss: [1] });
    writeRun(join(folder, 'a/b c'), { 'loss/train': [1], 'loss/val': [2] });
    writeRun(join(folder, 'ä'), { 'loss/val': [2, 3], 'loss/train': [1] });
    const board = await serveBoard(folder);
    const { runs, tags, tagSets } = await board.runs((answer) => answer.runs.every(({ started }) => started !== null));
    expect(runs.map(({ id }) => id)).toEqual(['.', 'a/b c', 'ä']);
    expect(tagSets).toHaveLength(2);
    expect(runs[2]).toMatchObject({ tagSet: runs[1]!.tagSet, lastStep: 1, started: 1.8e9, lastWallTime: 1.8e9 + 1 });
    expect(tagSets[runs[1]!.tagSet]!.scalars.map((place) => tags[place])).toEqual(['loss/train', 'loss/val']);
  });

  test('shows a run of ours that has no event files by its lines, as they grow', async () => {
    const folder = makeFolder();
    const run = join(folder, 'ours');
    mkdirSync(run);
    writeFileSync(join(run, 'recipe.json'), '{"seed":1}');
    writeFileSync(
      join(run, 'history.jsonl'),
      '{"step":2,"epoch":1,"loss":0.5,"validation":{"loss":0.75,"metrics":{"accuracy":0.25}}}\n',
    );
    writeFileSync(
      join(run, 'steps.jsonl'),
      '{"step":1,"loss":1,"learningRate":0.5}\n{"step":2,"loss":"NaN"}\n{"step":3,',
    );
    const board = await serveBoard(folder);
    const { tags } = await board.runs(({ runs }) => runs[0]?.lastStep === 2);
    expect(tags).toEqual(['epoch', 'loss/train', 'loss/train_epoch', 'loss/val', 'lr', 'metric/accuracy/val']);
    const losses = async () => {
      const [found] = await board.scalars({ series: [{ run: 'ours', tag: 'loss/train' }] });
      const part = found!.parts[0]!;
      return 'value' in part ? [...part.x].map((x, i) => [x, part.value[i]]) : [];
    };
    expect(await losses()).toEqual([
      [1, 1],
      [2, Number.NaN],
    ]);
    appendFileSync(join(run, 'steps.jsonl'), '"loss":0.25}\nno JSON\n');
    const { runs } = await board.runs((answer) => answer.runs[0]!.problems.length > 0);
    expect((await losses()).at(-1)).toEqual([3, 0.25]);
    expect(runs[0]!.problems).toMatchObject([
      { file: 'ours/steps.jsonl', message: 'a line is no JSON and is passed over' },
    ]);
    writeRun(run, { loss: [1] });
    expect((await board.runs((answer) => answer.tags.includes('loss'))).tags).toEqual(['loss']);
  });

  test('answers curves of several runs at once, and says which it has not', async () => {
    const folder = makeFolder();
    writeRun(join(folder, 'a'), { loss: [3, Number.NaN, 1] });
    const board = await serveBoard(folder);
    await board.runs(({ runs }) => runs[0]?.lastStep === 2);
    const series = ['a', 'b'].map((run) => ({ run, tag: 'loss' }));
    const [found, missing] = await board.scalars({ series, axis: 'relative' });
    expect(found!.parts[0]).toMatchObject({ x: Float64Array.of(0, 1, 2), value: Float32Array.of(3, Number.NaN, 1) });
    expect(missing).toMatchObject({ found: false, parts: [] });
    expect(await (await board.request('/api/scalars.csv?run=a&tag=loss')).text()).toBe(
      'step,wall_time,value\n0,1800000000.000000,3\n1,1800000001.000000,NaN\n2,1800000002.000000,1\n',
    );
  });

  test('shows what is appended, what comes, and what goes, and tells open tabs', async () => {
    const board = await serveBoard();
    const stop = new AbortController();
    const events = await board.request('/api/events', { signal: stop.signal });
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const listening = (async () => {
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) heard += piece.value;
    })().catch(() => {});
    const run = join(board.folder, 'a');
    const writer = new EventFileWriter(run);
    writer.scalar('loss', 1, 1);
    writer.flush();
    await board.runs(({ runs }) => runs[0]?.lastStep === 1);
    writer.scalar('loss', 2, 2);
    writer.close();
    await board.runs(({ runs }) => runs[0]?.lastStep === 2);
    renameSync(run, join(board.folder, 'b'));
    await board.runs(({ runs }) => runs.map(({ id }) => id).join() === 'b');
    rmSync(join(board.folder, 'b'), { recursive: true });
    await board.runs(({ runs }) => runs.length === 0);
    await new Promise((resolve) => setTimeout(resolve, 1300));
    stop.abort();
    await listening;
    expect(heard).toMatch(/^event: hello\ndata: \{"version":1\}\n\n/);
    expect(heard).toContain('event: grown\ndata: {"runs":[{"id":"a","status":"unknown","lastStep":2,');
    expect(heard.match(/event: runs/g)!.length).toBeGreaterThan(1);
  });

  test('answers with the curves that changed since the version that the asker has, by any axis', async () => {
    const folder = makeFolder();
    const writers = ['a', 'b'].map((run) => new EventFileWriter(join(folder, run), { flushMilliseconds: 10 }));
    for (const writer of writers) for (let step = 0; step < 3; step++) writer.scalar('loss', step, step, 1e9 + step);
    for (const writer of writers) writer.flush();
    const board = await serveBoard(folder);
    await board.runs(({ runs }) => runs.length === 2 && runs.every(({ lastStep }) => lastStep === 2));
    const ask = async (axis: Axis, known: readonly (Series | null)[]) =>
      board.changedScalars({
        axis,
        series: ['a', 'b', 'none'].map((run, i) => ({
          run,
          tag: 'loss',
          ...(known[i] ? { version: known[i].version } : {}),
        })),
      });
    const known = { step: await ask('step', []), relative: await ask('relative', []), epoch: await ask('epoch', []) };
    for (const axis of ['step', 'relative', 'epoch'] as const) {
      expect(known[axis].map((series) => series?.points)).toEqual([3, 3, 0]);
      expect(await ask(axis, known[axis])).toEqual([null, null, null]);
    }

    writers[0]!.scalar('epoch', 1, 0);
    writers[1]!.scalar('loss', 3, 3, 1e9 + 3);
    for (const writer of writers) writer.close();
    await board.runs(({ runs, tags }) => tags.includes('epoch') && runs[1]?.lastStep === 3);
    expect((await ask('step', known.step)).map((series) => series?.points)).toEqual([undefined, 4, undefined]);
    expect((await ask('epoch', known.epoch)).map((series) => series?.noEpochs)).toEqual([false, true, undefined]);

    // As many points in another file.
    rmSync(join(folder, 'a'), { recursive: true });
    writeRun(join(folder, 'a'), { loss: [7, 8, 9] });
    await board.runs(({ runs }) => runs[0]?.started === 1.8e9);
    const [replaced] = await ask('step', known.step);
    expect(replaced?.parts.map((part) => 'value' in part && [...part.value])).toEqual([[7, 8, 9]]);
  });

  test('keeps a resumed run whole, with the restart as a mark', async () => {
    const folder = makeFolder();
    const first = writeRun(join(folder, 'a'), { loss: [0, 1, 2, 3, 4] });
    writeRun(join(folder, 'a'), { loss: [30, 40] }, 3);
    expect(first).toBeTruthy();
    const board = await serveBoard(folder);
    await board.runs(({ runs }) => runs[0]?.lastStep === 4);
    const [series] = await board.scalars({ series: [{ run: 'a', tag: 'loss' }] });
    expect(series!.restarts).toMatchObject([{ x: 3, step: 3, previousStep: 4 }]);
    expect(series!.parts.map(({ x, superseded }) => [superseded, ...x])).toEqual([
      [false, 0, 1, 2, 3, 4],
      [true, 3, 4],
    ]);
  });

  test('stays up among damaged, foreign and vanishing files, and says what it could not read', async () => {
    const folder = makeFolder();
    const path = writeRun(join(folder, 'a'), { loss: [1, 2, 3] });
    const bytes = readFileSync(path);
    bytes[bytes.length - 20]! ^= 1;
    writeFileSync(path, bytes);
    appendFileSync(path, Buffer.from([1, 2, 3]));
    mkdirSync(join(folder, 'b'));
    writeFileSync(join(folder, 'b/events.out.tfevents.1'), 'no events at all, but a text of some length');
    mkdirSync(join(folder, 'c'));
    writeFileSync(join(folder, 'c/recipe.json'), '[1');
    const board = await serveBoard(folder);
    const { runs } = await board.runs((answer) => answer.runs.length === 3 && answer.runs[0]!.problems.length > 0);
    expect(runs[0]).toMatchObject({ lastStep: 1, problems: [{ offset: expect.any(Number) }] });
    expect(runs[1]!.problems).toMatchObject([{ file: 'b/events.out.tfevents.1' }]);
    expect(runs[2]!.problems).toMatchObject([{ file: 'c/recipe.json', message: 'is no JSON object' }]);
    rmSync(folder, { recursive: true });
    const gone = await board.runs((answer) => answer.runs.length === 0);
    expect(gone.problems).toMatchObject([{ file: '.' }]);
  });

  test('renames, annotates and hides runs in a file of its own, and never touches theirs', async () => {
    const folder = makeFolder();
    writeRun(join(folder, 'a'), { loss: [1] });
    const board = await serveBoard(folder);
    await board.runs(({ runs }) => runs.length === 1);
    const change = { name: ' <b>best</b> ', notes: 'line\nline', hidden: true };
    const changed = (await (await board.send('PATCH', '/api/run?run=a', change)).json()) as RunSummary;
    expect(changed).toMatchObject({ id: 'a', name: '<b>best</b>', notes: 'line\nline', hidden: true });
    const reopened = await serveBoard(folder);
    expect((await reopened.runs(({ runs }) => runs.length === 1)).runs[0]).toMatchObject({ name: '<b>best</b>' });
    const back = await reopened.send('PATCH', '/api/run?run=a', { name: '', hidden: false });
    expect(await back.json()).toMatchObject({ name: 'a', hidden: false, notes: 'line\nline' });
    expect((await board.send('PATCH', '/api/run?run=nope', { name: 'x' })).status).toBe(404);
    expect((await board.send('PATCH', '/api/run?run=a', { name: 5 })).status).toBe(400);
  });

  test('deletes runs into its trash, with those inside, and brings them back', async () => {
    const folder = makeFolder();
    const path = writeRun(join(folder, 'a'), { loss: [1] });
    writeRun(join(folder, 'a/inner'), { loss: [1] });
    const board = await serveBoard(folder);
    await board.runs(({ runs }) => runs.length === 2);
    const deletion = (await (await board.send('DELETE', '/api/run?run=a')).json()) as Deletion;
    expect(deletion.runs).toEqual(['a', 'a/inner']);
    expect(deletion.until).toBeGreaterThan(Date.now() / 1000 + 6 * 24 * 3600);
    expect(existsSync(path)).toBe(false);
    expect((await board.runs(() => true)).runs).toEqual([]);
    const back = await board.send('POST', '/api/undo', { undo: deletion.undo });
    expect(await back.json()).toMatchObject({ id: 'a' });
    expect(existsSync(path)).toBe(true);
    await board.runs(({ runs }) => runs.length === 2);
    expect((await board.send('POST', '/api/undo', { undo: deletion.undo })).status).toBe(404);
  });

  test('does not bring a run back over another', async () => {
    const folder = makeFolder();
    writeRun(join(folder, 'a'), { loss: [1] });
    const board = await serveBoard(folder);
    await board.runs(({ runs }) => runs.length === 1);
    const { undo } = (await (await board.send('DELETE', '/api/run?run=a')).json()) as Deletion;
    mkdirSync(join(folder, 'a'));
    const refused = await board.send('POST', '/api/undo', { undo });
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('another folder is in its place');
  });

  test('answers an unchanged list with 304', async () => {
    const board = await serveBoard();
    const tag = (await board.request('/api/runs')).headers.get('etag')!;
    expect((await board.request('/api/runs', { headers: { 'if-none-match': tag } })).status).toBe(304);
  });
});
