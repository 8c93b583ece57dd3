import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, type NodeProtoSchema } from 'onnx-buf';
import { afterAll, describe, expect, it } from 'vitest';
import { openNetwork } from '../../src/importers/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-models-'));
afterAll(() => rmSync(folder, { recursive: true }));

function openNodes(node: MessageInitShape<typeof NodeProtoSchema>[], version = 21n) {
  const dim = [1n, 4n].map((value) => ({ value: { case: 'dimValue' as const, value } }));
  const type = { value: { case: 'tensorType' as const, value: { elemType: 1, shape: { dim } } } };
  const graph = { name: 'g', node, input: [{ name: 'x', type }], output: [{ name: 'y', type }] };
  const model = create(ModelProtoSchema, { irVersion: 10n, opsetImport: [{ domain: '', version }], graph });
  const path = join(folder, 'model.onnx');
  writeFileSync(path, toBinary(ModelProtoSchema, model));
  return openNetwork(path);
}

describe('a model that cannot be read is refused in one line:', () => {
  it.each([
    [
      'an unknown operator',
      [{ opType: 'GridSample', name: 'n', input: ['x', 'x'], output: ['y'] }],
      /operator GridSample of node 'n' is not supported; Resize and Slice are the nearest\. docs\/operators\.md/,
    ],
    [
      'a misspelt operator',
      [{ opType: 'Convv', name: 'n', input: ['x', 'x'], output: ['y'] }],
      /operator Convv of node 'n' is not supported; 'Conv' is the nearest\./,
    ],
    [
      'a circle',
      [
        { opType: 'Add', name: 'a', input: ['x', 'z'], output: ['y'] },
        { opType: 'Relu', name: 'r', input: ['y'], output: ['z'] },
      ],
      /Add node 'a': input 'z' is computed only later, by Relu node 'r': the nodes form a circle/,
    ],
    [
      'one name for two values',
      [1, 2].map(() => ({ opType: 'Relu', input: ['x'], output: ['y'] })),
      /value name 'y' is defined twice/,
    ],
    [
      'shapes that contradict',
      [{ opType: 'MatMul', name: 'm', input: ['x', 'x'], output: ['y'] }],
      /MatMul node 'm': /,
    ],
  ])('%s', async (_title, nodes, message) => {
    const error = await openNodes(nodes).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'FileError', message: expect.stringMatching(message) });
  });

  it('an opset that is too new', async () => {
    await expect(openNodes([{ opType: 'Relu', input: ['x'], output: ['y'] }], 99n)).rejects.toThrow(
      /uses opset 99, expected 13 to/,
    );
  });
});
