import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EventFileReader, type EventValue } from '../../src/records/index.ts';

const folder = new URL('../fixtures/event-files/', import.meta.url);
const fixture = (name: string) => new URL(name, folder);

/** As make-fixtures.py stores it. */
interface StoredValue {
  readonly tag: string | null;
  readonly step: number;
  readonly wallTime: number;
  readonly kind: string;
  readonly [part: string]: unknown;
}

const files: Readonly<Record<string, StoredValue[]>> = JSON.parse(readFileSync(fixture('values.json'), 'utf8'));
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const visible = (value: number) => (Number.isFinite(value) ? value : String(value));

/** A value in the form in which it is stored. */
function stored(value: EventValue): Record<string, unknown> {
  switch (value.kind) {
    case 'histogram':
      return { kind: value.kind, buckets: [...value.buckets] };
    case 'images':
      return { ...value, images: value.images.map(base64) };
    case 'audio':
      return { kind: value.kind, sounds: value.sounds.map(base64) };
    case 'layout':
      return { kind: value.kind, titles: value.categories.flatMap(({ charts }) => charts.map(({ title }) => title)) };
    case 'graph':
      return { kind: value.kind };
    case 'tensor':
      return { kind: value.kind, shape: value.shape, values: [...value.values] };
    case 'session-start':
      return { kind: value.kind, values: Object.fromEntries(value.values), startTime: value.startTime };
    case 'session-end':
      return { kind: value.kind, status: ['unknown', 'success', 'failure', 'running'].indexOf(value.status) };
    case 'experiment':
      return {
        kind: value.kind,
        hyperParameters: value.hyperParameters.map(({ name }) => name),
        metrics: value.metrics.map(({ tag }) => tag),
      };
    default:
      return { ...value };
  }
}

describe('event files of other programs', () => {
  for (const [name, expected] of Object.entries(files)) {
    it(`${name}: every value is read as TensorBoard's protocol buffers read it`, async () => {
      const reader = new EventFileReader(fixture(`${name}.tfevents`).pathname);
      const scalars: unknown[] = [];
      const others: unknown[] = [];
      for await (const { scalars: columns, entries, faults } of reader.read()) {
        expect(faults).toEqual([]);
        for (let i = 0; i < columns.length; i++) {
          const place = {
            tag: reader.tags[columns.tags[i]!]!.name,
            step: columns.steps[i],
            wallTime: columns.wallTimes[i],
          };
          scalars.push({ ...place, kind: 'scalar', value: visible(columns.values[i]!) });
        }
        for (const { tag, step, wallTime, ...entry } of entries.map((each) => ({
          ...place(each),
          value: each.decode(),
        }))) {
          others.push({ tag, step, wallTime, ...stored(entry.value) });
        }
      }
      const withoutPlugin = expected.map(({ plugin: _, ...value }) => value);
      expect(scalars).toEqual(withoutPlugin.filter(({ kind }) => kind === 'scalar'));
      expect(others).toEqual(
        withoutPlugin
          .filter(({ kind }) => kind !== 'scalar')
          // TensorFlow writes no start time of 0.
          .map((value) => ('startTime' in value && value.startTime === 0 ? { ...value, startTime: undefined } : value)),
      );
      expect(scalars.length + others.length).toBe(expected.length);
    });
  }

  it('keep what the first value of a tag says about it', async () => {
    const reader = new EventFileReader(fixture('tensorflow.tfevents').pathname);
    for await (const _batch of reader.read());
    expect(reader.tags.find(({ name }) => name === 'loss/train')).toMatchObject({
      plugin: 'scalars',
      description: 'mean over the *batch*',
    });
  });
});

function place({ tag, step, wallTime }: { tag: { name: string } | undefined; step: number; wallTime: number }) {
  return { tag: tag?.name ?? null, step, wallTime };
}
