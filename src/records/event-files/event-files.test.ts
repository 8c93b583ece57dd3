import { appendFileSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../../test/support/read-events.ts';
import { crc32c, maskedCrc32c } from './crc32c.ts';
import { EventFileReader, EventFileWriter, encodeValueImage, readValueMapping } from './index.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'netwright-events-'));

describe('checksums', () => {
  it('agree with RFC 3720 and with the masked value of the record format', () => {
    expect(crc32c(new Uint8Array(32)).toString(16)).toBe('8a9136aa');
    const text = new TextEncoder().encode('\x1a\x11CRC test, one two');
    expect(maskedCrc32c(text).toString(16)).toBe('5794d08a');
  });
});

describe('an event file', () => {
  it('begins with its version in a record as TensorFlow writes it', () => {
    const writer = new EventFileWriter(newFolder());
    writer.close();
    const bytes = readFileSync(writer.path);
    expect(bytes.indexOf('brain.Event:2')).toBe(12 + 9 + 2);
    expect(basename(writer.path)).toMatch(/^events\.out\.tfevents\.\d{10}\.[\w.-]+\.\d+\.\d+$/);
  });

  it('gives back scalars with NaN, infinities, negative steps and any tag', async () => {
    const writer = new EventFileWriter(newFolder());
    const rows: [string, number, number][] = [
      ['loss/train', 1, 0.5],
      ['loss/train', 2, Number.NaN],
      ['loss/train', 3, Number.POSITIVE_INFINITY],
      ['loss/train', 3, Number.NEGATIVE_INFINITY],
      ['größe/\u0000 <b>', -1, 0],
      ['', 2 ** 40, -0.25],
    ];
    for (const [tag, step, value] of rows) writer.scalar(tag, value, step, 1000 + step);
    writer.close();
    const { scalars, faults } = await readEvents(new EventFileReader(writer.path));
    expect(scalars).toEqual(rows);
    expect(faults).toEqual([]);
  });

  it.each([1, 2, 9])('gives back %i scalars that are written together', async (count) => {
    const writer = new EventFileWriter(newFolder());
    const tags = Array.from({ length: count }, (_, index) => `größe/${index}/${'x'.repeat(index * index)}`);
    const rows: [string, number, number][] = [];
    for (let step = 1; step <= 600; step++) {
      const values = tags.map((_, index) => (index === 1 ? Number.NaN : step + index / 4));
      writer.scalars(tags, values, step, 1000 + step);
      rows.push(...tags.map((tag, index): [string, number, number] => [tag, step, values[index]!]));
    }
    writer.scalar(tags[0]!, 7, 4);
    writer.close();
    const { scalars, faults } = await readEvents(new EventFileReader(writer.path));
    expect(scalars).toEqual([...rows, [tags[0], 4, 7]]);
    expect(faults).toEqual([]);
    expect(() => writer.scalars(tags, [], 5)).toThrow(`0 numbers for ${count} tags, expected one each`);
  });

  it('gives back histograms, images, texts, hyper-parameters and layouts', async () => {
    const writer = new EventFileWriter(newFolder(), { startStep: 7 });
    const buckets = Float64Array.of(-1, 0, 3, 0, 1, 5);
    const png = Uint8Array.of(1, 2, 3);
    const values = new Map<string, number | string | boolean>([
      ['rate', 1e-3],
      ['optimizer', 'adam'],
      ['shuffle', true],
    ]);
    const layout = [
      { title: 'all', charts: [{ title: 'loss', tags: ['loss/.*'], margins: undefined }], closed: true },
      {
        title: 'bands',
        charts: [{ title: 'x', tags: undefined, margins: [{ value: 'a', lower: 'b', upper: 'c' }] }],
        closed: false,
      },
    ];
    const experiment = {
      name: 'n',
      description: undefined,
      hyperParameters: [
        {
          name: 'rate',
          displayName: 'Rate',
          description: undefined,
          type: 'number',
          values: undefined,
          interval: [0, 1],
        },
      ],
      metrics: [{ tag: 'loss', group: 'g', displayName: undefined, description: 'd', data: 'validation' }],
    } as const;
    writer.histogram('weights', buckets, 8, undefined, { description: 'all of them' });
    writer.histogram('weights', buckets.slice(0, 3), 9);
    writer.image('sample', { width: 4, height: 5, images: [png, png] }, 8);
    writer.text('notes', '# hello', 8);
    writer.text('table', { texts: ['a', 'b'], shape: [1, 2] }, 8);
    writer.hyperparameters(values, { groupName: 'g', startTime: 5 });
    writer.experiment(experiment);
    writer.endSession('success', 6);
    writer.layout(layout);
    writer.graph(png);
    writer.close();
    const reader = new EventFileReader(writer.path);
    const read = await readEvents(reader);
    expect(read.values).toEqual([
      [undefined, 7, { kind: 'session', status: 'start' }],
      ['weights', 8, { kind: 'histogram', buckets }],
      ['weights', 9, { kind: 'histogram', buckets: buckets.slice(0, 3) }],
      ['sample', 8, { kind: 'images', width: 4, height: 5, images: [png, png] }],
      ['notes', 8, { kind: 'text', shape: [], texts: ['# hello'] }],
      ['table', 8, { kind: 'text', shape: [1, 2], texts: ['a', 'b'] }],
      ['_hparams_/session_start_info', 0, { kind: 'session-start', values, groupName: 'g', startTime: 5 }],
      ['_hparams_/experiment', 0, { kind: 'experiment', ...experiment }],
      ['_hparams_/session_end_info', 0, { kind: 'session-end', status: 'success', endTime: 6 }],
      ['custom_scalars__config__', 0, { kind: 'layout', categories: layout }],
      [undefined, 0, { kind: 'graph', bytes: png }],
    ]);
    expect(reader.tags[0]).toMatchObject({ name: 'weights', plugin: 'histograms', description: 'all of them' });
  });

  it('is read on from where reading stopped as it grows, and waits for a record that is cut short', async () => {
    const writer = new EventFileWriter(newFolder());
    writer.scalar('loss', 1, 1);
    writer.flush();
    const whole = readFileSync(writer.path);
    writer.scalar('loss', 2, 2);
    writer.close();
    const rest = readFileSync(writer.path).subarray(whole.length);
    truncateSync(writer.path, whole.length);
    const reader = new EventFileReader(writer.path);
    expect((await readEvents(reader)).scalars).toEqual([['loss', 1, 1]]);
    for (const part of [rest.subarray(0, 5), rest.subarray(5, -1)]) {
      appendFileSync(writer.path, part);
      expect(await readEvents(reader)).toEqual({ scalars: [], values: [], faults: [] });
      expect(reader.position).toBe(whole.length);
    }
    appendFileSync(writer.path, rest.subarray(-1));
    expect((await readEvents(reader)).scalars).toEqual([['loss', 2, 2]]);
    const later = new EventFileReader(writer.path, { from: whole.length });
    expect((await readEvents(later)).scalars).toEqual([['loss', 2, 2]]);
  });

  it('is read in small pieces to the same contents, with one record read again by its offset', async () => {
    const writer = new EventFileWriter(newFolder());
    for (let step = 1; step <= 300; step++) writer.scalar(`tag/${step % 7}`, step, step);
    writer.text('note', 'x'.repeat(500), 3);
    writer.text('note', 'y', 4);
    writer.close();
    const pieces = new EventFileReader(writer.path, { chunkBytes: 64 });
    const whole = new EventFileReader(writer.path);
    expect(await readEvents(pieces)).toEqual(await readEvents(whole));
    let offset = 0;
    for await (const batch of new EventFileReader(writer.path).read()) offset = batch.entries.at(-1)!.offset;
    const [entry] = await whole.readAt(offset);
    expect(entry!.decode()).toEqual({ kind: 'text', shape: [], texts: ['y'] });
    await expect(whole.readAt(offset + 1)).rejects.toThrow('there is no whole record');
  });

  it('passes over a damaged record, reports it, and goes on behind a damaged length', async () => {
    const writer = new EventFileWriter(newFolder());
    const offsets: number[] = [];
    for (let step = 1; step <= 5; step++) {
      writer.flush();
      offsets.push(readFileSync(writer.path).length);
      writer.scalar('loss', step, step);
    }
    writer.close();
    const bytes = readFileSync(writer.path);
    bytes[offsets[1]! + 20]! ^= 1;
    bytes[offsets[3]! + 2]! ^= 1;
    writeFileSync(writer.path, bytes);
    const { scalars, faults } = await readEvents(new EventFileReader(writer.path));
    expect(scalars.map(([, step]) => step)).toEqual([1, 3, 5]);
    expect(faults.map(({ offset }) => offset)).toEqual([offsets[1], offsets[3]]);
    expect(faults[0]!.problem).toContain('data of a record are damaged');
    expect(faults[1]!.problem).toContain('the next whole record behind it is looked for');
  });

  it('is refused where it is something else, absent, or replaced by a shorter one', async () => {
    const path = join(newFolder(), 'x.tfevents');
    const read = () => readEvents(new EventFileReader(path));
    await expect(read()).rejects.toThrow(`${path}: does not exist`);
    writeFileSync(path, '');
    expect((await read()).scalars).toEqual([]);
    writeFileSync(path, 'PK\u0003\u0004 and more than sixteen bytes');
    await expect(read()).rejects.toThrow('is no TensorBoard event file: it does not begin with a record');
    const writer = new EventFileWriter(newFolder());
    writer.close();
    const reader = new EventFileReader(writer.path);
    await readEvents(reader);
    truncateSync(writer.path, 10);
    await expect(readEvents(reader)).rejects.toThrow('It was replaced: read it anew');
  });

  it('takes its place behind those that are in the folder already, and nothing once it is closed', () => {
    const folder = newFolder();
    const writers = [1, 2, 3].map(() => new EventFileWriter(folder));
    const paths = writers.map(({ path }) => path);
    expect([...paths].sort()).toEqual(paths);
    for (const writer of writers) writer.close();
    expect(() => writers[0]!.scalar('loss', 1, 1)).toThrow('is closed');
  });
});

describe('a picture of numbers', () => {
  it('keeps what black and white stand for, the range, and what was clipped', () => {
    const values = [-0.2, 0, 0.5, 1, 1.5, Number.NaN];
    const { png, mapping } = encodeValueImage({ width: 3, height: 2, channels: 1, values }, { black: 0, white: 1 });
    expect(mapping).toEqual({ black: 0, white: 1, minimum: -0.2, maximum: 1.5, clipped: 2 / 6, nonFinite: 1 });
    expect(readValueMapping(png)).toEqual(mapping);
    const data = Buffer.from(png).indexOf('IDAT');
    const pixels = inflateSync(Buffer.from(png).subarray(data + 4));
    const grey = (level: number) => [level, level, level];
    expect([...pixels]).toEqual([0, ...grey(0), ...grey(0), ...grey(128), 0, ...grey(255), ...grey(255), 255, 0, 255]);
  });
});
