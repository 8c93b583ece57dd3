import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, type NodeProtoSchema, type TensorProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { decodeModel } from '../../src/graph/index.ts';
import { openNetwork } from '../../src/importers/index.ts';
import { catalogue, evaluate } from '../../src/ops/index.ts';
import { bindDimensions } from '../../src/passes/index.ts';

type Nodes = MessageInitShape<typeof NodeProtoSchema>[];
const ints = (name: string, ...values: number[]) => ({
  name,
  dims: [BigInt(values.length)],
  dataType: 7,
  int64Data: values.map(BigInt),
});
const length = (value: number | string) =>
  typeof value === 'string'
    ? { value: { case: 'dimParam' as const, value } }
    : { value: { case: 'dimValue' as const, value: BigInt(value) } };

/** A file of one input x and one output y. */
function modelOf(
  node: Nodes,
  shape: readonly (number | string)[],
  initializer: MessageInitShape<typeof TensorProtoSchema>[],
): Uint8Array {
  const type = { value: { case: 'tensorType' as const, value: { elemType: 1, shape: { dim: shape.map(length) } } } };
  const graph = { name: 'g', node, input: [{ name: 'x', type }], initializer, output: [{ name: 'y' }] };
  const opsetImport = [{ domain: '', version: 21n }];
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 10n, opsetImport, graph }));
}

/** What nodes compute as y for three samples of x of [batch, 2], where `batch` is the list of its length. */
function computed(nodes: Nodes, x: number[] = [1, 2, 3, 4, 5, 6]) {
  const all = [
    { opType: 'Shape', input: ['x'], output: ['shape'] },
    { opType: 'Slice', input: ['shape', 'zero', 'one', 'zero'], output: ['batch'] },
    ...nodes,
  ];
  const bytes = modelOf(
    all,
    ['batch', 2],
    [
      ints('zero', 0),
      ints('one', 1),
      { name: 'token', dims: [1n, 2n], dataType: 1, floatData: [7, 8] },
      { name: 'flag', dims: [1n], dataType: 9, int32Data: [1] },
    ],
  );
  const open = decodeModel(bytes, catalogue).graph;
  const feeds = { x: { dtype: 'float32' as const, shape: [3, 2], data: Float64Array.from(x) } };
  const { shape, data } = evaluate(bindDimensions(open, { batch: 3 }), feeds, ['y']).y!;
  return { open: open.outputs[0]!.shape, shape, data: [...data] };
}

describe('what a file repeats for each sample of an open batch', () => {
  it('may be expanded, whatever the data are', () => {
    const nodes = [
      { opType: 'Concat', input: ['batch', 'one'], output: ['wanted'], attribute: [{ name: 'axis', type: 2, i: 0n }] },
      { opType: 'Expand', input: ['token', 'wanted'], output: ['y'] },
    ];
    const expected = { open: ['batch', 2], shape: [3, 2], data: [7, 8, 7, 8, 7, 8] };
    expect(computed(nodes)).toEqual(expected);
    expect(computed(nodes, [Number.NaN, Number.POSITIVE_INFINITY, 0, 0, 0, 0])).toEqual(expected);
  });

  it('may be tiled, with other axes tiled by a number', () => {
    const nodes = [
      { opType: 'Add', input: ['one', 'one'], output: ['two'] },
      { opType: 'Concat', input: ['batch', 'two'], output: ['times'], attribute: [{ name: 'axis', type: 2, i: 0n }] },
      { opType: 'Tile', input: ['token', 'times'], output: ['y'] },
    ];
    const row = [7, 8, 7, 8];
    expect(computed(nodes)).toEqual({ open: ['batch', 4], shape: [3, 4], data: [...row, ...row, ...row] });
  });

  it('may be a mask', () => {
    const nodes = [{ opType: 'Expand', input: ['flag', 'batch'], output: ['y'] }];
    expect(computed(nodes)).toEqual({ open: ['batch'], shape: [3], data: [1, 1, 1] });
  });

  it('may be a number that fills a shape', () => {
    const value = { name: 'value', type: 4, t: { dims: [1n], dataType: 1, floatData: [5] } };
    const nodes = [{ opType: 'ConstantOfShape', input: ['batch'], output: ['y'], attribute: [value] }];
    expect(computed(nodes)).toEqual({ open: ['batch'], shape: [3], data: [5, 5, 5] });
  });

  it('may be counted', () => {
    const nodes = [
      ...['batch', 'zero', 'one'].map((name) => ({ opType: 'Squeeze', input: [name], output: [`${name}_number`] })),
      { opType: 'Range', input: ['zero_number', 'batch_number', 'one_number'], output: ['y'] },
    ];
    expect(computed(nodes)).toEqual({ open: ['batch'], shape: [3], data: [0, 1, 2] });
  });
});

describe('a file that leaves more than the batch open', () => {
  const path = fileURLToPath(new URL('../fixtures/onnx-pytorch/gpt-arange-open-program.onnx', import.meta.url));

  it('takes the lengths of the data, and says so', async () => {
    const { network, notes } = await openNetwork(path, { dataInputs: [{ name: 'tokens', shape: [9] }] });
    expect(network.graph.inputs[0]!.shape).toEqual(['batch', 9]);
    expect(notes).toContainEqual({
      severity: 'info',
      message: expect.stringMatching(/Open axes of the file have the lengths of the data: '\w+' is 9/),
    });
  });

  it('opens without data too, where no shape depends on the length', async () => {
    const { network, notes } = await openNetwork(path);
    expect(network.graph.inputs[0]!.shape).toEqual(['batch', 'time']);
    expect(notes[0]!.message).toMatch(/^The length of axis 1 of input 'tokens' \('time'\) is open: in training/);
  });

  it('asks for data where its shapes depend on them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'netwright-open-'));
    const file = join(folder, 'padded.onnx');
    const nodes = [
      { opType: 'Shape', input: ['x'], output: ['shape'] },
      { opType: 'Concat', input: ['zeros', 'shape'], output: ['pads'], attribute: [{ name: 'axis', type: 2, i: 0n }] },
      { opType: 'Pad', name: 'p', input: ['x', 'pads'], output: ['y'] },
    ];
    writeFileSync(file, modelOf(nodes, ['batch', 'time'], [ints('zeros', 0, 0)]));
    const error = await openNetwork(file).catch((reason: unknown) => reason);
    rmSync(folder, { recursive: true });
    expect(String(error)).toMatch(
      /the length of axis 1 of input 'x' \('time'\) is open, .* Pad node 'p': .*Give data, whose lengths it then has \(--data DATA\)/,
    );
  });

  it.each([
    ['of too few axes', [{ name: 'tokens', shape: [] }], /axis 1 of input 'tokens' is open .* samples of shape \[\]/],
    [
      'under other names',
      [
        { name: 'a', shape: [6] },
        { name: 'b', shape: [6] },
      ],
      /axis 1 of input 'tokens' is open .* the data have no array of that name/,
    ],
  ])('refuses data %s', async (_what, dataInputs, message) => {
    await expect(openNetwork(path, { dataInputs })).rejects.toThrow(message);
  });
});
