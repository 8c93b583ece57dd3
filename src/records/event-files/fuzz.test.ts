import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isNetwrightError } from '../../core/index.ts';
import { maskedCrc32c } from './crc32c.ts';
import { EventFileReader, EventFileWriter } from './index.ts';
import { footerBytes, headerBytes, sealRecord } from './record-frame.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-fuzz-events-'));
const path = join(folder, 'fuzzed.tfevents');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const steps = 12;
/** A file of some forms, and where its records begin. */
const { bytes: whole, offsets } = makeFile();

function makeFile() {
  const writer = new EventFileWriter(folder);
  const offsets = [0];
  const mark = () => {
    writer.flush();
    offsets.push(readFileSync(writer.path).length);
  };
  for (let step = 1; step <= steps; step++) {
    mark();
    if (step % 3 === 0) writer.text('note', `step ${step}`, step);
    else if (step % 3 === 1) writer.scalar('loss', step, step);
    else writer.histogram('weights', Float64Array.of(0, 1, step), step);
  }
  mark();
  writer.close();
  return { bytes: readFileSync(writer.path), offsets };
}

/** Steps of every event that can be read, in order; FileErrors are an answer too, anything else is a bug. */
async function read(contents: Uint8Array, chunkBytes?: number) {
  writeFileSync(path, contents);
  const seen: number[] = [];
  const faults: number[] = [];
  let refusal: Error | undefined;
  try {
    for await (const batch of new EventFileReader(path, { chunkBytes }).read()) {
      seen.push(...batch.scalars.steps.subarray(0, batch.scalars.length));
      for (const entry of batch.entries) {
        seen.push(entry.step);
        try {
          entry.decode();
        } catch (error) {
          if (!isNetwrightError(error)) throw error;
        }
      }
      faults.push(...batch.faults.map(({ offset }) => offset));
    }
  } catch (error) {
    if (!isNetwrightError(error)) throw error;
    refusal = error;
  }
  return { seen: seen.sort((a, b) => a - b), faults, refusal };
}

/** Steps of the records that lie wholly before a byte, and of those wholly behind it. */
const stepsBefore = (byte: number) =>
  offsets.flatMap((_, index) => (offsets[index + 1]! <= byte ? [index] : [])).filter(Boolean);
const stepsBehind = (byte: number) => offsets.slice(0, -1).flatMap((offset, index) => (offset > byte ? [index] : []));

const chunk = fc.integer({ min: 16, max: 400 });

describe('the reader of event files', () => {
  it('gives every whole record of a file that is cut anywhere, and no fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), chunk, async (length, size) => {
        const { seen, faults, refusal } = await read(whole.subarray(0, length), size);
        expect([seen, faults, refusal]).toEqual([stepsBefore(length), [], undefined]);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('gives all but the damaged record where a bit is flipped, and says where', async () => {
    const bit = fc.integer({ min: 0, max: 8 * whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(bit, chunk, async (position, size) => {
        const byte = position >> 3;
        const spoilt = Uint8Array.from(whole);
        spoilt[byte]! ^= 1 << (position & 7);
        const { seen, faults, refusal } = await read(spoilt, size);
        const index = offsets.findLastIndex((offset) => offset <= byte);
        expect(refusal).toBeUndefined();
        expect(faults).toEqual([offsets[index]]);
        expect(seen).toEqual([...stepsBefore(byte), ...stepsBehind(byte)]);
      }),
      { numRuns: 120, seed: 1 },
    );
  });

  it('gives what stands before and behind bytes of any kind between two records', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: steps }),
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        async (at, junk) => {
          const place = offsets[at]!;
          const { seen } = await read(Buffer.concat([whole.subarray(0, place), junk, whole.subarray(place)]));
          expect(seen).toEqual(Array.from({ length: steps }, (_, index) => index + 1));
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  it('neither fails nor hangs on bytes of any kind, alone or as a record with right checksums', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), chunk, async (junk, size) => {
        await read(junk, size);
        const framed = new Uint8Array(headerBytes + junk.length + footerBytes);
        framed.set(junk, headerBytes);
        sealRecord(framed, new DataView(framed.buffer), 0, headerBytes + junk.length);
        await read(framed, size);
        const { seen } = await read(Buffer.concat([whole, framed, whole.subarray(offsets[1])]), size);
        expect(seen.length).toBeGreaterThanOrEqual(2 * steps);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('trusts no length inside a message, though all checksums are right', async () => {
    const position = fc.integer({ min: 0, max: steps - 1 });
    await fc.assert(
      fc.asyncProperty(position, fc.nat(), fc.integer({ min: 0, max: 255 }), async (index, at, value) => {
        const spoilt = Uint8Array.from(whole);
        const [begin, end] = [offsets[index]!, offsets[index + 1]!];
        const data = end - begin - headerBytes - footerBytes;
        spoilt[begin + headerBytes + (at % data)] = value;
        sealRecord(spoilt, new DataView(spoilt.buffer), begin, end - footerBytes);
        const { seen, refusal } = await read(spoilt);
        if (refusal === undefined)
          expect(seen).toEqual(expect.arrayContaining([...stepsBefore(begin), ...stepsBehind(begin)]));
        else expect(index).toBe(0);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('takes no memory for lengths that no file has, and goes on waiting', async () => {
    for (const length of [2 ** 27, 2 ** 40, 2 ** 52]) {
      const header = new Uint8Array(headerBytes);
      const view = new DataView(header.buffer);
      view.setUint32(0, length % 2 ** 32, true);
      view.setUint32(4, Math.floor(length / 2 ** 32), true);
      view.setUint32(8, maskedCrc32c(header, 0, 8), true);
      const { arrayBuffers } = process.memoryUsage();
      const { seen } = await read(Buffer.concat([whole, header, whole]));
      expect(seen).toHaveLength(steps);
      expect(process.memoryUsage().arrayBuffers - arrayBuffers).toBeLessThan(2 ** 25);
    }
  });
});
