import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileError, toNumbers } from '../core/index.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../test/fixtures/safetensors', name)));

/** A file with this header and so many bytes of data. */
function fileOf(header: unknown, dataBytes: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (begin: number, end: number, shape: unknown = [(end - begin) / 4], dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('readSafetensors', () => {
  it('reads each element type that the Python package writes', () => {
    const { tensors, metadata } = readSafetensors(fixture('every-type.safetensors'), 'x');
    expect(Object.fromEntries(metadata)).toEqual({ 'made by': 'safetensors of Python' });
    const numbers = Object.fromEntries([...tensors].map(([name, tensor]) => [name, [tensor.dtype, toNumbers(tensor)]]));
    expect(numbers).toEqual({
      bool: ['bool', [1, 0, 1]],
      uint8: ['uint8', [0, 255]],
      int8: ['int8', [-128, 127]],
      int16: ['int16', [-32768, 32767]],
      float16: ['float16', [0.5, -2]],
      bfloat16: ['float32', [1, -0.15625, 3]],
      int32: ['int32', [-(2 ** 31), 2 ** 31 - 1]],
      'float32/b': ['float32', [1.5, -2.25, Math.fround(3e38), Math.fround(1e-45)]],
      'float32/a': ['float32', [7]],
      float64: ['float64', [1e300]],
      int64: ['int64', [-(2 ** 63), 2 ** 63]],
      empty: ['float32', []],
      'größe 漢': ['float32', [1]],
    });
    expect(tensors.get('int64')!.data).toEqual(BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n));
    expect([...tensors].map(([, { shape }]) => shape)).toContainEqual([0, 3]);
  });

  it('reads tensors that lie at no multiple of their size', () => {
    const file = fileOf({ a: entry(0, 4), odd: entry(4, 5, [1], 'U8'), b: entry(5, 9) }, 9);
    file.set(new Uint8Array(Float32Array.of(2.5).buffer), file.length - 4);
    expect(readSafetensors(file, 'x').tensors.get('b')!.data).toEqual(Float32Array.of(2.5));
  });

  it.each([
    ['a hole', { a: entry(0, 4), b: entry(8, 12) }, 12, "tensor 'b' begins at 8 of the data, expected 4"],
    ['an overlap', { a: entry(0, 8), b: entry(4, 12) }, 12, "tensor 'b' begins at 4 of the data, expected 8"],
    [
      'a name that stands twice',
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
      8,
      "tensor 'a' begins at 4",
    ],
    ['bytes behind the last tensor', { a: entry(0, 4) }, 5, 'holds 5 bytes of data, its header expects 4'],
    ['an end that is missing', { a: entry(0, 400) }, 40, 'cut short'],
    ['a shape of another size', { a: entry(0, 4, [2]) }, 4, "tensor 'a': 4 bytes, expected 8 for F32 of shape [2]"],
    ['a shape beyond all numbers', { a: entry(0, 4, [2 ** 52, 2 ** 52, 0.5]) }, 4, 'expected whole numbers'],
    ['a negative offset', { a: entry(-4, 0) }, 4, 'data_offsets [-4,0]'],
    [
      'an element type unknown to it',
      { a: entry(0, 4, [4], 'F8_E4M3') },
      4,
      'elements of type F8_E4M3, expected one of BOOL',
    ],
    ['metadata that is no text', { __metadata__: { a: 1 } }, 0, 'something else than texts'],
    ['a header that is a list', [], 0, 'no JSON object'],
    ['a header that is no JSON', '{"a"', 0, 'not valid JSON'],
  ])('refuses %s', (_what, header, dataBytes, message) => {
    expect(() => readSafetensors(fileOf(header, dataBytes), 'file')).toThrow(message);
  });

  it('refuses a header longer than the file before it makes room for it', () => {
    const file = fileOf({}, 0);
    new DataView(file.buffer).setBigUint64(0, 2n ** 62n, true);
    expect(() => readSafetensors(file, 'file')).toThrow('expected 2 at most');
  });

  it('refuses a file that is cut short anywhere', () => {
    const bytes = fixture('every-type.safetensors');
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readSafetensors(bytes.subarray(0, length), 'file')).toThrow(FileError);
    }
  });

  it('meets a flipped bit of the header with an error of its own or another header, never with a crash', () => {
    const bytes = fixture('every-type.safetensors');
    const headerBits = 8 * (8 + Number(new DataView(bytes.buffer).getBigUint64(0, true)));
    for (let bit = 0; bit < headerBits; bit++) {
      const spoilt = bytes.slice();
      spoilt[bit >> 3]! ^= 1 << (bit & 7);
      try {
        readSafetensors(spoilt, 'file');
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
      }
    }
  });

  it('never crashes on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat({ max: 40 }), (bytes, length) => {
        if (bytes.length >= 8) new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
        expect(() => readSafetensors(bytes, 'file')).toThrow(FileError);
      }),
    );
  });
});

describe('writeSafetensors', () => {
  it('writes byte for byte what the Python package writes', () => {
    const stored = fixture('without-bfloat16.safetensors');
    const { tensors, metadata } = readSafetensors(stored, 'x');
    const shuffled = new Map([...tensors].reverse());
    expect(Buffer.from(writeSafetensors(shuffled, metadata)).equals(Buffer.from(stored))).toBe(true);
  });

  it('takes names that mean something to JavaScript', () => {
    const data = Float32Array.of(1, 2);
    const tensors = new Map([['__proto__', { dtype: 'float32', shape: [2], data } as const]]);
    const read = readSafetensors(writeSafetensors(tensors, new Map([['__proto__', 'text']])), 'file');
    expect([...read.tensors.keys(), ...read.metadata]).toEqual(['__proto__', ['__proto__', 'text']]);
  });

  it('writes what it reads again, at multiples of 8 bytes', () => {
    const tensors = fc.dictionary(
      fc.string().filter((name) => name !== '__metadata__'),
      fc.float32Array({ maxLength: 9, noNaN: true }),
    );
    fc.assert(
      fc.property(tensors, fc.dictionary(fc.string(), fc.string()), (arrays, texts) => {
        const named = Object.entries(arrays).map(
          ([name, data]) => [name, { dtype: 'float32', shape: [data.length], data }] as const,
        );
        const bytes = writeSafetensors(new Map(named), new Map(Object.entries(texts)));
        expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
        const read = readSafetensors(bytes, 'file');
        expect(new Map([...read.tensors].sort())).toEqual(new Map([...named].sort()));
        expect(read.metadata).toEqual(new Map(Object.entries(texts)));
      }),
    );
  });
});
