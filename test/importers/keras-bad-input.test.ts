import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isNetwrightError } from '../../src/core/index.ts';
import { openNetwork } from '../../src/importers/index.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'keras');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netwright-keras-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Opens bytes as a file; what is thrown must be an error of netwright's own that names the file. */
async function openBytes(name: string, bytes: Uint8Array | string): Promise<'opened' | string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  try {
    await openNetwork(path);
    return 'opened';
  } catch (error) {
    if (!isNetwrightError(error)) throw error;
    expect(error.message).toContain(path);
    return error.message;
  }
}

const dense = (name: string, config: object = {}, className = 'Dense') => ({
  class_name: className,
  config: { name, units: 2, activation: 'linear', ...config },
});

/** The JSON of a Sequential model over samples of three numbers. */
function sequential(...layers: object[]): string {
  const input = { class_name: 'InputLayer', config: { name: 'input', batch_shape: [null, 3], dtype: 'float32' } };
  return JSON.stringify({ class_name: 'Sequential', config: { name: 'model', layers: [input, ...layers] } });
}

describe('a damaged Keras file', () => {
  it.each(['keras2.h5', 'nested.keras'])(
    '%s that is cut short or has flipped bits opens or is refused',
    async (name) => {
      const whole = await readFile(join(fixtures, name));
      const damage = fc.record({
        length: fc.oneof(fc.constant(whole.length), fc.nat(whole.length)),
        flips: fc.array(fc.record({ at: fc.nat(whole.length - 1), bit: fc.nat(7) }), { maxLength: 6 }),
      });
      const outcomes = new Set<string>();
      await fc.assert(
        fc.asyncProperty(damage, async ({ length, flips }) => {
          const bytes = Uint8Array.from(whole);
          for (const { at, bit } of flips) bytes[at]! ^= 1 << bit;
          outcomes.add(
            (await openBytes(`damaged-${name}`, bytes.subarray(0, length))) === 'opened' ? 'opened' : 'refused',
          );
        }),
        { numRuns: 60, seed: 5 },
      );
      expect(outcomes).toContain('refused');
    },
  );
});

describe('a Keras file that holds what netwright lacks', () => {
  it('names the custom layer, its class and what to do', async () => {
    const custom = { ...dense('mine', {}, 'Attend'), module: 'my_code', registered_name: 'my_code>Attend' };
    const message = await openBytes('custom.json', sequential(dense('first'), custom));
    expect(message).toContain("layer 'mine' (my_code>Attend): is a class of your own, whose computation is Python");
    expect(message).toContain('docs/keras.md');
    expect(await openBytes('lambda.json', sequential(dense('f', {}, 'Lambda')))).toContain(
      "layer 'f' (Lambda): holds Python",
    );
  });

  it('names the nearest class that is known', async () => {
    const message = await openBytes('class.json', sequential(dense('d', {}, 'Denso')));
    expect(message).toContain("layer 'd' (Denso): is not supported yet (did you mean 'Dense'?)");
  });

  it('names option and layer where an option is absent, of the wrong type or too large', async () => {
    expect(await openBytes('a.json', sequential(dense('d', { units: null })))).toContain(
      "layer 'd' (Dense): the option 'units' is missing",
    );
    expect(await openBytes('b.json', sequential(dense('d', { units: 'two' })))).toContain(
      `the option 'units' is "two", expected a whole number from 1 on`,
    );
    expect(await openBytes('c.json', sequential(dense('d', { units: 2 ** 30 })))).toContain(
      'more than 268435456 weights',
    );
    expect(await openBytes('d.json', sequential(dense('d', { activation: 'relo' })))).toContain("activation 'relo'");
  });

  it('names the layer whose input does not fit', async () => {
    const conv = dense('conv', { filters: 2, kernel_size: [3, 3] }, 'Conv2D');
    expect(await openBytes('rank.json', sequential(conv))).toContain(
      "layer 'conv' (Conv2D): the input has shape [batch, 3], expected 4 axes with the batch",
    );
  });

  it('refuses circles, unknown names and a subclassed model', async () => {
    const call = (layer: string) => [[[layer, 0, 0, {}]]];
    const input = { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 3] }, inbound_nodes: [] };
    const functional = (...layers: object[]) =>
      JSON.stringify({
        class_name: 'Functional',
        config: { name: 'm', layers: [input, ...layers], input_layers: [['x', 0, 0]], output_layers: [['a', 0, 0]] },
      });
    const circle = functional({ ...dense('a'), inbound_nodes: call('b') }, { ...dense('b'), inbound_nodes: call('a') });
    expect(await openBytes('circle.json', circle)).toContain('the layers form a circle');
    const absent = functional({ ...dense('a'), inbound_nodes: call('c') });
    expect(await openBytes('absent.json', absent)).toContain("takes the output of 'c', which model 'm' lacks");
    const subclassed = JSON.stringify({ class_name: 'MyModel', config: {} });
    expect(await openBytes('subclassed.json', subclassed)).toContain("the model is of class 'MyModel'");
  });

  it('refuses what is no model', async () => {
    expect(await openBytes('text.keras', 'hello')).toContain('is not JSON');
    expect(await openBytes('list.json', '[]')).toContain('holds no object');
    expect(await openBytes('empty.h5', '')).toContain('is not JSON');
  });

  it('refuses filters that h5wasm would misread, by name', async () => {
    expect(await openBytes('lzf.h5', await readFile(join(fixtures, 'lzf.h5')))).toContain(
      "compressed by the filter 'lzf'",
    );
  });

  it('refuses a heap of texts whose parts lead nowhere, over which the HDF5 library would hang', async () => {
    const bytes = await readFile(join(fixtures, 'keras2.h5'));
    const size = bytes.indexOf('gru/gru_cell/rec', 0, 'latin1') - 8;
    expect(bytes.readBigUInt64LE(size)).toBe(31n);
    bytes.writeBigUInt64LE(255n, size);
    expect(await openBytes('heap.h5', bytes)).toContain('a heap of texts is damaged');
  });

  it('refuses a zip bomb before anything is unpacked', async () => {
    const bytes = await readFile(join(fixtures, 'nested.keras'));
    const directory = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    // Method and unpacked size of the first entry, as the directory states them: deflated, nearly 4 GiB.
    bytes.writeUInt16LE(8, directory + 10);
    bytes.writeUInt32LE(0xfffffff0, directory + 24);
    expect(await openBytes('bomb.keras', bytes)).toMatch(/zip bomb|more than/);
  });

  it('says where weights and architecture do not belong together', async () => {
    const bytes = await readFile(join(fixtures, 'keras2.h5'));
    const text = bytes.toString('latin1').replace('"units": 2', '"units": 3');
    expect(await openBytes('shape.h5', Buffer.from(text, 'latin1'))).toContain(
      "'kernel' of layer 'dense' has shape [4, 2], the architecture asks for [4, 3]",
    );
  });
});

describe('a model.json of TensorFlow.js', () => {
  const modelWith = async (paths: readonly string[]) => {
    const model = JSON.parse(await readFile(join(fixtures, 'tfjs', 'model.json'), 'utf8'));
    model.weightsManifest[0].paths = paths;
    return JSON.stringify(model);
  };

  it('takes no weights from outside of its folder', async () => {
    expect(await openBytes('model.json', await modelWith(['../secret.bin']))).toContain('lie outside of its folder');
    expect(await openBytes('model.json', await modelWith(['/etc/passwd']))).toContain('lie outside of its folder');
  });

  it('names weights that are missing or cut short', async () => {
    expect(await openBytes('model.json', await modelWith(['absent.bin']))).toContain('cannot be read');
    await copyFile(join(fixtures, 'tfjs', 'group1-shard1of2.bin'), join(folder, 'part.bin'));
    expect(await openBytes('model.json', await modelWith(['part.bin']))).toContain('is missing or cut short');
  });
});
