import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { EventFileWriter } from '../../src/records/index.ts';
import { makeFolder, serveBoard } from './served-board.ts';

const name = 'events.out.tfevents.1';

/** Writes one scalar after the other and returns the path of the file. */
function writeCurve(folder: string, points: readonly (readonly [step: number, value: number])[], tag = 'loss'): string {
  const writer = new EventFileWriter(folder);
  for (const [i, [step, value]] of points.entries()) writer.scalar(tag, value, step, 1.8e9 + i);
  writer.close();
  return writer.path;
}

const countUpTo = (points: number) => Array.from({ length: points }, (_, step) => [step, step] as const);

const strangeNames = [
  'with "double" and \'single\' quotes',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '&amp; & &#60;',
  'emoji 🔥 and é, 漢字, ‮right to left',
  'a line\nbreak\tand\rmore',
  '%2e%2e%2f../..\\..',
  'null \u0000 inside',
  '__proto__',
  ' ',
  'x'.repeat(10_000),
];

describe('the board stays up and shows the rest', () => {
  test('where a file is truncated at any byte', async () => {
    const folder = makeFolder();
    const whole = readFileSync(writeCurve(join(folder, 'whole'), countUpTo(3)));
    const lengths = Array.from({ length: whole.length }, (_, length) => length);
    for (const length of lengths) {
      mkdirSync(join(folder, `cut-${length}`));
      writeFileSync(join(folder, `cut-${length}`, name), whole.subarray(0, length));
    }
    const board = await serveBoard(folder);
    const { runs } = await board.runs((answer) => answer.runs.length === whole.length + 1);
    expect(runs.find(({ id }) => id === 'whole')).toMatchObject({ lastStep: 2, problems: [] });
    const found = await board.scalars({ series: lengths.map((length) => ({ run: `cut-${length}`, tag: 'loss' })) });
    const points = found.map((series) => series.points);
    expect(points).toEqual([...points].sort((a, b) => a - b));
    expect([points[0], points.at(-1)]).toEqual([0, 2]);
  });

  test('where any single byte of a file is wrong, and says so', async () => {
    const folder = makeFolder();
    const whole = readFileSync(writeCurve(join(folder, 'whole'), countUpTo(4)));
    const places = Array.from({ length: Math.floor(whole.length / 3) }, (_, i) => 3 * i);
    for (const place of places) {
      const bytes = Uint8Array.from(whole);
      bytes[place]! ^= 0x55;
      mkdirSync(join(folder, `byte-${place}`));
      writeFileSync(join(folder, `byte-${place}`, name), bytes);
    }
    const board = await serveBoard(folder);
    const { runs } = await board.runs((answer) => answer.runs.length === places.length + 1);
    for (const { id, problems } of runs.filter((run) => run.id !== 'whole')) {
      expect(problems, id).toHaveLength(1);
      expect(problems[0]!.file).toBe(`${id}/${name}`);
    }
    const found = await board.scalars({ series: places.map((place) => ({ run: `byte-${place}`, tag: 'loss' })) });
    // All but the one record that is damaged.
    expect(new Set(found.map(({ points }) => points))).toEqual(new Set([3, 4]));
  });

  test('among files of other programs that are named like event files', async () => {
    const folder = makeFolder();
    const whole = readFileSync(writeCurve(join(folder, 'whole'), countUpTo(3)));
    const foreign: Record<string, Uint8Array> = {
      text: Buffer.from('step,loss\n'.repeat(1000)),
      zeros: new Uint8Array(5_000_000),
      ones: new Uint8Array(5_000_000).fill(255),
      zipped: gzipSync(whole),
      picture: Buffer.from('\x89PNG\r\n\x1a\n'.repeat(100), 'latin1'),
    };
    for (const [run, bytes] of Object.entries(foreign)) {
      mkdirSync(join(folder, run));
      writeFileSync(join(folder, run, name), bytes);
    }
    mkdirSync(join(folder, 'folder', name), { recursive: true });
    mkdirSync(join(folder, 'empty'));
    writeFileSync(join(folder, 'empty', name), '');
    const board = await serveBoard(folder);
    const { runs } = await board.runs((answer) => answer.runs.length === 7);
    const said = Object.fromEntries(
      runs.map(({ id, problems }) => [id, problems.map(({ message }) => message).join()]),
    );
    for (const run of Object.keys(foreign)) expect(said[run], run).toMatch(/no TensorBoard event file|no events/);
    expect([said.whole, said.empty]).toEqual(['', '']);
  });

  test('with tags of any characters, each with its own curve', async () => {
    const folder = makeFolder();
    const writer = new EventFileWriter(join(folder, 'run'));
    for (const [i, tag] of strangeNames.entries()) {
      writer.scalar(tag, i, 1, 1.8e9);
      writer.text(`text ${tag}`, tag, 1, 1.8e9);
    }
    writer.close();
    const board = await serveBoard(folder);
    const { tags } = await board.runs(({ runs }) => runs.length === 1);
    expect([...tags].sort()).toEqual([...strangeNames, ...strangeNames.map((tag) => `text ${tag}`)].sort());
    const found = await board.scalars({ series: strangeNames.map((tag) => ({ run: 'run', tag })) });
    expect(found.map(({ parts }) => ('value' in parts[0]! ? [...parts[0].value] : []))).toEqual(
      strangeNames.map((_, i) => [i]),
    );
    for (const tag of strangeNames.filter(({ length }) => length < 1000)) {
      const query = new URLSearchParams({ run: 'run', tag });
      const csv = await board.request(`/api/scalars.csv?${query}`);
      expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.csv"$/);
      expect(await csv.text()).toMatch(/^step,wall_time,value\n1,/);
      query.set('tag', `text ${tag}`);
      expect(await board.json(`/api/text?${query}`)).toMatchObject({ entries: [{ texts: [tag] }] });
    }
  });

  test('with runs of any name, which are renamed and deleted by it', async () => {
    const folder = makeFolder();
    const names = strangeNames.filter((each) => !/[/\0]/.test(each) && each.length < 200);
    for (const each of names) writeCurve(join(folder, each), [[1, 2]]);
    const board = await serveBoard(folder);
    await board.runs(({ runs }) => runs.length === names.length);
    for (const each of names) {
      const place = `/api/run?${new URLSearchParams({ run: each })}`;
      expect(await (await board.send('PATCH', place, { notes: each })).json()).toMatchObject({ id: each, notes: each });
      expect((await board.send('DELETE', place)).status, each).toBe(200);
    }
    expect((await board.runs(() => true)).runs).toEqual([]);
  });

  test('where steps go back once, which is a restart, or again and again, which are none', async () => {
    const folder = makeFolder();
    writeCurve(join(folder, 'once'), [...countUpTo(50), ...countUpTo(60).slice(30)]);
    const shuffled = Array.from({ length: 500 }, (_, i) => [(i * 7919) % 500, i] as const);
    writeCurve(join(folder, 'always'), [...shuffled, [-5, 1]]);
    const board = await serveBoard(folder);
    await board.runs(({ runs }) => runs.length === 2);
    const series = ['once', 'always'].map((run) => ({ run, tag: 'loss' }));
    const [once, always] = await board.scalars({ series, columns: 8000 });
    expect(once).toMatchObject({ unordered: false, restarts: [{ step: 30, previousStep: 49 }] });
    expect(always).toMatchObject({ unordered: true, restarts: [], points: 501, extent: [-5, 499] });
    const { x } = always!.parts[0]!;
    expect([...x]).toEqual([...x].sort((a, b) => a - b));
  });

  test('where two programs log into one folder, and says so; a run that was resumed there is none of that', async () => {
    const folder = makeFolder();
    const log = (run: string, startStep?: number) => {
      const writer = new EventFileWriter(join(folder, run), startStep === undefined ? {} : { startStep });
      return (step: number, wallTime: number) => writer.scalar('loss', step, step, 1.8e9 + wallTime);
    };
    const [first, second] = [log('mixed'), log('mixed')];
    const [before, after] = [log('again'), log('again')];
    const [begun, resumed] = [log('resumed'), log('resumed', 3)];
    for (let step = 0; step < 5; step++) {
      first(step, step);
      second(step, step + 0.5);
      before(step, step);
      after(step, step + 100);
      begun(step, step);
      resumed(step + 3, step + 3);
    }
    const board = await serveBoard(folder);
    const { runs } = await board.runs((answer) => answer.runs.some(({ problems }) => problems.length > 0));
    const said = Object.fromEntries(runs.map(({ id, problems }) => [id, problems]));
    expect(said).toMatchObject({ mixed: [{ file: 'mixed', offset: null }], again: [], resumed: [] });
    expect(said.mixed![0]!.message).toMatch(/were written at the same time: two programs log into this folder/);
  });

  test('where a run or a file of it vanishes while it is asked for', async () => {
    const folder = makeFolder();
    const writer = new EventFileWriter(join(folder, 'run'));
    writer.scalar('loss', 1, 1);
    writer.histogram('weights', Float64Array.of(0, 1, 2), 1);
    writer.text('note', 'here', 1);
    writer.close();
    const board = await serveBoard(folder);
    await board.runs(({ runs }) => runs.length === 1);
    truncateSync(writer.path, 100);
    const cut = await Promise.all(
      ['histograms?run=run&tag=weights', 'text?run=run&tag=note'].map((path) => board.request(`/api/${path}`)),
    );
    for (const response of cut) expect(await response.text()).toMatch(/error|entries/);
    rmSync(folder, { recursive: true });
    for (const path of ['histograms?run=run&tag=weights', 'recipe?run=run', 'scalars.csv?run=run&tag=loss']) {
      expect((await board.request(`/api/${path}`)).status, path).not.toBe(500);
    }
    const { runs, problems } = await board.runs((answer) => answer.runs.length === 0);
    expect([runs, problems]).toMatchObject([[], [{ file: '.' }]]);
    mkdirSync(folder);
    writeCurve(join(folder, 'back'), [[1, 1]]);
    expect((await board.runs((answer) => answer.runs.length === 1)).problems).toEqual([]);
  });

  test('with 100 000 tags', async () => {
    const folder = makeFolder();
    const writer = new EventFileWriter(join(folder, 'run'));
    for (let i = 0; i < 100_000; i++) writer.scalar(`group_${i % 100}/tag_${i}`, i, 1, 1.8e9);
    writer.close();
    const board = await serveBoard(folder);
    const { tags, tagSets, runs } = await board.runs((answer) => answer.tags.length === 100_000);
    expect([new Set(tags).size, tagSets.length, runs.length]).toEqual([100_000, 1, 1]);
    const series = tags.slice(50_000, 50_100).map((tag) => ({ run: 'run', tag }));
    const found = await board.scalars({ series });
    expect(found.every(({ points }) => points === 1)).toBe(true);
    expect((await board.request('/api/hyperparameters')).status).toBe(200);
    expect((await board.request('/api/layers?run=run&measure=group_7')).status).toBe(200);
  }, 30_000);
});
