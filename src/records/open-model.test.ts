import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { ModelProtoSchema, StringStringEntryProtoSchema, TensorProto_DataLocation } from 'onnx-buf';
import { afterAll, describe, expect, it } from 'vitest';
import { FileError } from '../core/index.ts';
import { createModel, encodeModel } from '../graph/index.ts';
import { sequential } from '../nn/index.ts';
import type { DataDescription } from './data-description.ts';
import { encodeNetwork, openModel } from './open-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-open-model-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const network = sequential(
  [
    { layer: 'dense', units: 4 },
    { layer: 'dense', units: 2 },
  ],
  { inputShape: [3] },
);
const data: DataDescription = {
  columnNames: ['a', 'b', 'c'],
  classNames: ['no', 'yes'],
  target: 'y',
  task: 'classes',
  loss: 'crossEntropy',
};

let files = 0;
function written(bytes: Uint8Array): string {
  const path = join(folder, `${files++}.onnx`);
  writeFileSync(path, bytes);
  return path;
}

function runFolder(recipe: string): string {
  const path = join(folder, `run-${files++}`);
  mkdirSync(path);
  writeFileSync(join(path, 'model.onnx'), encodeNetwork(network, data));
  writeFileSync(join(path, 'recipe.json'), recipe);
  return path;
}

describe('openModel', () => {
  it('gives back the network that was written, and what it was trained on', async () => {
    const path = written(encodeNetwork(network, data));
    const opened = await openModel(path);
    expect(opened).toMatchObject({ path, data, recipe: undefined });
    expect(opened.network?.layers).toEqual(network.layers);
    expect(opened.network?.parameters).toEqual(network.parameters);
    expect(opened.network?.graph.initializers).toEqual(network.graph.initializers);
  });

  it('gives the recipe where it opens the folder of a run', async () => {
    const path = runFolder('{ "epochs": 3 }');
    expect(await openModel(path)).toMatchObject({ path: join(path, 'model.onnx'), recipe: { epochs: 3 } });
  });

  it('knows nothing of the data where a network comes from elsewhere', async () => {
    const opened = await openModel(written(encodeModel(createModel(network.graph))));
    expect(opened.data).toBeUndefined();
    expect(opened.network).toBeUndefined();
  });

  it.each([
    ['no JSON', 'nonsense', /metadata 'netwright\.data' is not valid JSON/],
    ['another shape', '{"target": 3}', /metadata 'netwright\.data' is not as netwright writes it at target: /],
    ['an unknown loss', JSON.stringify({ ...data, loss: 'mes' }), /is not as netwright writes it at loss.name: /],
  ])('refuses metadata with %s', async (_title, text, message) => {
    const path = written(encodeModel(createModel(network.graph, { 'netwright.data': text })));
    await expect(openModel(path)).rejects.toThrow(message);
    await expect(openModel(path)).rejects.toThrow(FileError);
  });

  it('refuses metadata about layers that the graph has not, naming the file', async () => {
    const text = JSON.stringify({ parameters: ['absent'], layers: [] });
    const path = written(encodeModel(createModel(network.graph, { 'netwright.network': text })));
    await expect(openModel(path)).rejects.toThrow(FileError);
    await expect(openModel(path)).rejects.toThrow(path);
  });

  it('refuses a damaged recipe of a run, and a folder that is no run', async () => {
    await expect(openModel(runFolder('{'))).rejects.toThrow(/recipe\.json: the recipe is not valid JSON/);
    await expect(openModel(runFolder('[]'))).rejects.toThrow(
      /recipe\.json: the recipe is not as netwright writes it: /,
    );
    await expect(openModel(folder)).rejects.toThrow(/has no model\.onnx, so it is not the folder of a run/);
  });

  it('ends with a FileError of its own for a file that is cut short', async () => {
    const bytes = encodeNetwork(network, data);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async (length) => {
        const path = written(bytes.subarray(0, length));
        const outcome = await openModel(path).catch((error: unknown) => error);
        // A cut between two fields leaves a smaller model that may be whole.
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(FileError);
      }),
      { numRuns: 60 },
    );
  });

  it('reads tensors that lie in a file beside the model', async () => {
    const proto = fromBinary(ModelProtoSchema, encodeNetwork(network, data));
    const kernel = proto.graph!.initializer.find(({ name }) => name === 'dense_1/kernel')!;
    const weights = join(folder, 'weights.bin');
    writeFileSync(weights, Buffer.concat([Buffer.alloc(16), kernel.rawData]));
    const place = { location: 'weights.bin', offset: '16', length: String(kernel.rawData.length) };
    kernel.rawData = new Uint8Array();
    kernel.dataLocation = TensorProto_DataLocation.EXTERNAL;
    kernel.externalData = Object.entries(place).map((entry) =>
      create(StringStringEntryProtoSchema, { key: entry[0], value: entry[1] }),
    );
    const path = written(toBinary(ModelProtoSchema, proto));
    expect((await openModel(path)).model.graph.initializers).toEqual(network.graph.initializers);
    writeFileSync(weights, Buffer.alloc(20));
    await expect(openModel(path)).rejects.toThrow(/weights\.bin at byte 20: the file ends, expected 44 more bytes/);
    rmSync(weights);
    await expect(openModel(path)).rejects.toThrow(/weights\.bin: no such file or folder/);
  });

  it('says that a file is missing', async () => {
    await expect(openModel(join(folder, 'absent.onnx'))).rejects.toThrow(/absent\.onnx: no such file or folder/);
  });
});
