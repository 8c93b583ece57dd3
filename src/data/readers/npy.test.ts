import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { damaged, fixtureBytes, refuseOrAccept } from '../../../test/fixtures/data/support.ts';
import { toFloat64, toNumbers } from '../../core/index.ts';
import { isTextArray, parseNpy } from './npy.ts';

interface Expected {
  readonly dtype: string;
  readonly shape: number[];
  readonly values: (number | boolean | string)[];
}

const expected = JSON.parse(new TextDecoder().decode(fixtureBytes('expected.json'))) as Record<string, Expected>;
const names = Object.keys(expected).filter((name) => !name.startsWith('mnist'));

function header(text: string, version = 1): Uint8Array<ArrayBuffer> {
  const body = new TextEncoder().encode(text);
  const length = version === 1 ? [body.length & 0xff, body.length >> 8] : [body.length & 0xff, body.length >> 8, 0, 0];
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...body]);
}

describe('parseNpy', () => {
  it.each(names)('reads %s as numpy wrote it', (name) => {
    const array = parseNpy(name, fixtureBytes(`npy/${name}.npy`));
    const { dtype, shape, values } = expected[name]!;
    expect(array.shape).toEqual(shape);
    if (isTextArray(array)) {
      expect(dtype).toBe('text');
      expect(array.texts).toEqual(values);
    } else if (name === 'extremes-i8') {
      expect(Array.from(array.data, String)).toEqual(values.map(String));
    } else {
      expect(array.dtype).toBe(dtype);
      expect(Array.from(toFloat64(array))).toEqual(values.map(Number));
    }
  });

  it('shares the bytes of an array that needs no change', () => {
    const bytes = fixtureBytes('npy/version-2.npy');
    const array = parseNpy('x', bytes);
    expect(isTextArray(array) ? undefined : array.data.buffer).toBe(bytes.buffer);
  });

  it('copies data that does not lie on a multiple of its element size', () => {
    for (const padding of ['', ' ', '  ', '   ']) {
      const head = header(`{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }${padding}`);
      const array = parseNpy('x', Uint8Array.from([...head, 0, 0, 128, 63]));
      expect(isTextArray(array) ? [] : toNumbers(array)).toEqual([1]);
    }
  });

  it.each([
    ['objects', 'holds pickled Python objects, which are refused'],
    ['complex', 'holds complex numbers, expected numbers'],
    ['dates', 'holds dates, expected numbers'],
    ['records', 'holds records of several fields, expected numbers'],
  ])('refuses %s', (name, message) => {
    expect(() => parseNpy(`${name}.npy`, fixtureBytes(`npy/${name}.npy`))).toThrow(`${name}.npy: ${message}`);
  });

  it('says how many bytes a file that is cut short lacks', () => {
    const bytes = fixtureBytes('npy/one-axis.npy');
    expect(() => parseNpy('cut.npy', bytes.slice(0, -1))).toThrow(
      'cut.npy at byte 128: 19 bytes of data, expected 20 for shape [5] of <f4. The file is cut short or damaged',
    );
  });

  it('refuses shapes beyond all memory without allocating them', () => {
    const shape = "{'descr': '<f4', 'fortran_order': True, 'shape': (99999999999, 99999999999), }";
    expect(() => parseNpy('x', header(shape))).toThrow('0 bytes of data, expected');
    expect(() => parseNpy('x', header("{'descr': '<U0', 'fortran_order': False, 'shape': (99999999,), }"))).toThrow(
      'have no size',
    );
    expect(() =>
      parseNpy('x', header("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }")),
    ).toThrow('is not possible');
  });

  it('says what is wrong with a header', () => {
    expect(() => parseNpy('x', new Uint8Array(40))).toThrow('x: does not begin like a .npy file');
    expect(() => parseNpy('x', header('{}', 4))).toThrow('x: .npy version 4: expected 1, 2 or 3');
    expect(() => parseNpy('x', header("{'descr': '<f4'}"))).toThrow('lacks descr, fortran_order or shape');
  });

  it.each(['little-f4', 'big-i8', 'fortran-big', 'unicode', 'version-2'])('withstands damage to %s', async (name) => {
    const bytes = fixtureBytes(`npy/${name}.npy`);
    await fc.assert(
      fc.asyncProperty(damaged(bytes), (bad) => refuseOrAccept(() => parseNpy('damaged', bad))),
      { seed: 1, numRuns: 300 },
    );
  });

  it('withstands any header text', async () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom("'<f4'", "'|O'", "'<U99999999999'", 'True', '(3,)', '(0, 1)', '()'),
    );
    const text = fc
      .tuple(value, value, value)
      .map(([a, b, c]) => `{'descr': ${a}, 'fortran_order': ${b}, 'shape': ${c}}`);
    await fc.assert(
      fc.asyncProperty(text, (bad) => refuseOrAccept(() => parseNpy('text', header(bad, 2)))),
      { seed: 1 },
    );
  });
});
