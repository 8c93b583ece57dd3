import { create, type Message, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { type AttributeProtoSchema, ModelProtoSchema, TensorProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { arbitraryGraph } from '../../../test/support/arbitrary-graph.ts';
import { smallCatalogue } from '../../../test/support/small-catalogue.ts';
import { FileError, GraphError, tensor, zeros } from '../../core/index.ts';
import { GraphBuilder } from '../graph-builder.ts';
import { parseGraph } from '../parse-graph.ts';
import { printGraph } from '../print-graph.ts';
import { verifyGraph } from '../verify.ts';
import { createModel } from './create-model.ts';
import { decodeModel } from './decode-model.ts';
import { encodeModel } from './encode-model.ts';

const parse = (text: string) => parseGraph(text, smallCatalogue);
const decode = (bytes: Uint8Array) => decodeModel(bytes, smallCatalogue, { path: 'net.onnx' });
const perceptron = parse(`
  perceptron (float32[batch, 4] x) => (float32[batch, 2] y)
  <float32[4, 2] kernel = {1, 2, 3, 4, 5, 6, 7, 8}, float32[2] bias = {0.5, -1}>
  { h = Gemm<alpha = 0.5>(x, kernel, bias) @dense_1
    y = Relu(h) }`);

describe('a model that is written and read again', () => {
  it('has the same graph, names, elements, attributes and layers', () => {
    fc.assert(
      fc.property(arbitraryGraph, (graph) => {
        const bytes = encodeModel({ ...createModel({ ...graph, nodes: [] }), graph });
        const read = decode(bytes).graph;
        expect(printGraph(read, { elementLimit: Number.POSITIVE_INFINITY })).toBe(
          printGraph(graph, { elementLimit: Number.POSITIVE_INFINITY }),
        );
        verifyGraph(read, smallCatalogue);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it('keeps its metadata and names its operator sets', () => {
    const graph = parse('g (float32[2, 2] x) => (y) { y = com.microsoft.FusedMatMul(x, x) }');
    const model = createModel(graph, { 'netwright.recipe': '{}' });
    expect([...model.opsetImports]).toEqual([
      ['', 21],
      ['com.microsoft', 1],
    ]);
    expect(decode(encodeModel(model))).toEqual(model);
  });

  it('may be read from a part of a larger buffer', () => {
    const bytes = encodeModel(createModel(perceptron));
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decode(larger.subarray(3)).graph).toEqual(perceptron);
  });
});

describe('createModel', () => {
  it("refuses operators of netwright's own domain, which no engine runs", () => {
    const graph = parse('g (float32[2] x) => (y) { y = netwright.Note(x) @dense_1 }');
    expect(() => createModel(graph)).toThrow("Note node 'y' of layer 'dense_1': operators of the domain 'netwright'");
  });
});

describe('encodeModel', () => {
  it('refuses an integer attribute that is no integer', () => {
    const builder = new GraphBuilder(smallCatalogue);
    builder.op('Cast', [builder.input('x', 'float32', [2])], { to: 0.5 });
    expect(() => encodeModel(createModel(builder.build()))).toThrow("Cast node 'Cast': attribute 'to' is 0.5");
  });
});

type ModelFields = Exclude<MessageInitShape<typeof ModelProtoSchema>, Message>;
type GraphFields = NonNullable<ModelFields['graph']>;

/** A file with the given parts, as another tool might write it. */
function file(graph: GraphFields, opset = 21, rest: ModelFields = {}): Uint8Array {
  const opsetImport = [{ domain: '', version: BigInt(opset) }];
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph, ...rest }));
}

const float = 1;
const int64 = 7;
const input = (name: string, ...lengths: (number | string | undefined)[]) =>
  ({
    name,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType: float,
          shape: {
            dim: lengths.map((length) => ({
              value:
                typeof length === 'number'
                  ? ({ case: 'dimValue', value: BigInt(length) } as const)
                  : typeof length === 'string'
                    ? ({ case: 'dimParam', value: length } as const)
                    : { case: undefined },
            })),
          },
        },
      },
    },
  }) as const;
const x = input('x', 2, 3);
const initializer = (fields: MessageInitShape<typeof TensorProtoSchema>) =>
  decode(file({ initializer: [create(TensorProtoSchema, { name: 'w', ...fields })] })).graph.initializers.get('w');

describe('decodeModel', () => {
  it('names nodes without a name after their output, and axes of unknown length after their input', () => {
    const node = [
      { opType: 'Relu', input: ['x'], output: ['h'] },
      { opType: 'Relu', input: ['h'], output: ['y'], name: 'h' },
    ];
    const { graph } = decode(
      file({ name: 'g', input: [input('x', undefined, 'n', -1, 0)], node, output: [{ name: 'y' }] }),
    );
    expect(printGraph(graph)).toBe(
      'g (float32[x_axis0, n, x_axis2, 0] x) => (float32[x_axis0, n, x_axis2, 0] y)\n{\n  h = Relu(x)\n  [h_1] y = Relu(h)\n}\n',
    );
  });

  it('turns Constant nodes into initializers, whatever form they have', () => {
    const constant = (output: string, attribute: MessageInitShape<typeof AttributeProtoSchema>) => ({
      opType: 'Constant',
      output: [output],
      attribute: [attribute],
    });
    const { initializers } = decode(
      file({
        node: [
          constant('a', { name: 'value', type: 4, t: { dims: [2n], dataType: float, floatData: [1, 2] } }),
          constant('b', { name: 'value_float', type: 1, f: 0.5 }),
          constant('c', { name: 'value_floats', type: 6, floats: [1, 2] }),
          constant('d', { name: 'value_int', type: 2, i: 2n ** 63n - 1n }),
          constant('e', { name: 'value_ints', type: 7, ints: [3n, 4n] }),
        ],
      }),
    ).graph;
    expect([...initializers]).toEqual([
      ['a', tensor('float32', [2], Float32Array.of(1, 2))],
      ['b', tensor('float32', [], Float32Array.of(0.5))],
      ['c', tensor('float32', [2], Float32Array.of(1, 2))],
      ['d', tensor('int64', [], BigInt64Array.of(2n ** 63n - 1n))],
      ['e', tensor('int64', [2], BigInt64Array.of(3n, 4n))],
    ]);
    expect(() => decode(file({ node: [constant('t', { name: 'value_string', type: 3 })] }))).toThrow(
      "net.onnx: Constant node 't': attribute 'value_string' does not hold a dense tensor of numbers",
    );
  });

  it('drops inputs that only stand for an initializer', () => {
    const { graph } = decode(
      file({ input: [x, input('w', 1)], initializer: [{ name: 'w', dims: [1n], dataType: float, floatData: [3] }] }),
    );
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
    expect(graph.initializers.get('w')?.data).toEqual(Float32Array.of(3));
  });

  it('reads elements from the field of each data type', () => {
    const two = { dims: [2n] };
    expect(initializer({ ...two, dataType: 1, floatData: [1, -2] })?.data).toEqual(Float32Array.of(1, -2));
    expect(initializer({ ...two, dataType: 2, int32Data: [1, 255] })?.data).toEqual(Uint8Array.of(1, 255));
    expect(initializer({ ...two, dataType: 3, int32Data: [1, -2] })?.data).toEqual(Int8Array.of(1, -2));
    expect(initializer({ ...two, dataType: 4, int32Data: [1, 65535] })?.data).toEqual(Uint16Array.of(1, 65535));
    expect(initializer({ ...two, dataType: 5, int32Data: [1, -2] })?.data).toEqual(Int16Array.of(1, -2));
    expect(initializer({ ...two, dataType: 6, int32Data: [1, -2] })?.data).toEqual(Int32Array.of(1, -2));
    expect(initializer({ ...two, dataType: 7, int64Data: [1n, -2n] })?.data).toEqual(BigInt64Array.of(1n, -2n));
    expect(initializer({ ...two, dataType: 9, int32Data: [1, 0] })?.data).toEqual(Uint8Array.of(1, 0));
    expect(initializer({ ...two, dataType: 10, int32Data: [0x3c00, 0] })?.data).toEqual(Uint16Array.of(0x3c00, 0));
    expect(initializer({ ...two, dataType: 11, doubleData: [1, 0.1] })?.data).toEqual(Float64Array.of(1, 0.1));
    expect(initializer({ ...two, dataType: 12, uint64Data: [1n, 2n] })?.data).toEqual(Uint32Array.of(1, 2));
    expect(initializer({ ...two, dataType: 13, uint64Data: [1n, 2n] })?.data).toEqual(BigUint64Array.of(1n, 2n));
    expect(initializer({ ...two, dataType: 5, rawData: Uint8Array.of(1, 0, 0, 1) })?.data).toEqual(
      Int16Array.of(1, 256),
    );
    expect(initializer({ dims: [0n, 5n], dataType: float })).toEqual(zeros('float32', [0, 5]));
  });

  it('compares declared sizes with the bytes before it takes memory for them', () => {
    const four = { dataType: float, rawData: new Uint8Array(4) };
    expect(() => initializer({ ...four, dims: [2n ** 40n] })).toThrow(
      "net.onnx: initializer 'w': float32[1099511627776] takes 4398046511104 bytes, the file holds 4",
    );
    expect(() => initializer({ ...four, dims: [2n ** 62n, 2n ** 62n] })).toThrow('out of range');
    expect(() => initializer({ ...four, dims: [-1n] })).toThrow('axis length -1 is out of range');
    expect(() => initializer({ ...four, dims: new Array(1000).fill(1n) })).toThrow('has 1000 axes');
    expect(() => initializer({ dataType: float, dims: [3n], floatData: [1] })).toThrow(
      'has 3 elements, the file holds 1',
    );
  });

  it('reads tensors in other files only through a reader, and only inside the folder of the model', () => {
    const outside = (location: string, length = '8') =>
      file({
        initializer: [
          {
            name: 'w',
            dims: [2n],
            dataType: float,
            dataLocation: 1,
            externalData: [
              { key: 'location', value: location },
              { key: 'offset', value: '4' },
              { key: 'length', value: length },
            ],
          },
        ],
      });
    const readExternal = (location: string, offset: number, length: number) => {
      expect([location, offset, length]).toEqual(['data/w.bin', 4, 8]);
      return new Uint8Array(Float32Array.of(1, 2).buffer);
    };
    const { graph } = decodeModel(outside('data/w.bin'), smallCatalogue, { readExternal });
    expect(graph.initializers.get('w')?.data).toEqual(Float32Array.of(1, 2));
    expect(() => decode(outside('data/w.bin'))).toThrow("lie in another file, 'data/w.bin'");
    for (const location of ['', '/etc/passwd', '../w.bin', 'a/../../w.bin', 'C:w.bin', 'a\\..\\w.bin', 'file:w']) {
      expect(() => decodeModel(outside(location), smallCatalogue, { readExternal })).toThrow('inside the model');
    }
    expect(() => decodeModel(outside('w', '12'), smallCatalogue, { readExternal })).toThrow(
      'takes 8 bytes, declared as 12',
    );
    const short = () => new Uint8Array(3);
    expect(() => decodeModel(outside('w'), smallCatalogue, { readExternal: short })).toThrow('holds 3 of 8 bytes');
  });

  const relu = { opType: 'Relu', name: 'n', input: ['x'], output: ['y'] };
  const refused: Record<string, Uint8Array> = {
    'is not an ONNX file: it holds no graph': new Uint8Array(0),
    'is not an ONNX file, or is cut short or damaged': Uint8Array.of(0x3a, 0x7f, 1),
    'has IR version 99, the newest that is read is 13': file({}, 21, { irVersion: 99n }),
    'the model uses opset 12, expected 13 to 26. Convert it: onnx.save(onnx.version_converter': file({}, 12),
    'the model uses opset 27, expected 13 to 26': file({}, 27),
    "does not say which version of ONNX's operators it uses": file({}, 21, { opsetImport: [] }),
    "Tanh node 'n': operator 'Tanh' is not in the catalogue": file({ input: [x], node: [{ ...relu, opType: 'Tanh' }] }),
    "Relu node 'n': operator 'ai.onnx.ml.Relu' is not in the catalogue": file({
      input: [x],
      node: [{ ...relu, domain: 'ai.onnx.ml' }],
    }),
    "Relu node 'n': input 'y' is computed only later, by Relu node 'n'": file({
      node: [{ ...relu, input: ['y'] }],
    }),
    "Relu node 'n': attribute 'body' holds a graph of its own (control flow: If, Loop, Scan)": file({
      input: [x],
      node: [{ ...relu, attribute: [{ name: 'body', type: 5, g: {} }] }],
    }),
    "Relu node 'n': attribute 's' holds a sparse tensor, which netwright does not read. Export it as": file({
      input: [x],
      node: [{ ...relu, attribute: [{ name: 's', type: 11 }] }],
    }),
    "Relu node 'n': attribute 'i' is 9223372036854775807, beyond 2^53": file({
      input: [x],
      node: [{ ...relu, attribute: [{ name: 'i', type: 2, i: 2n ** 63n - 1n }] }],
    }),
    "Relu node 'n': is a call of a function of the model. Inline functions first": file(
      { input: [x], node: [relu] },
      21,
      {
        functions: [{ name: 'Relu' }],
      },
    ),
    "initializer 'w' has data type STRING, expected one of float16, float32": file({
      initializer: [{ name: 'w', dims: [1n], dataType: 8, stringData: [Uint8Array.of(65)] }],
    }),
    'the graph has sparse initializers, expected dense ones': file({ sparseInitializer: [{}] }),
    "value 's' is of type sequenceType, expected a dense tensor": file({
      input: [{ name: 's', type: { value: { case: 'sequenceType', value: {} } } }],
    }),
    "input 'x' has an unknown number of axes": file({
      input: [{ name: 'x', type: { value: { case: 'tensorType', value: { elemType: float } } } }],
    }),
    "output 'y' is declared as int64, computed as float32": file({
      input: [x],
      node: [relu],
      output: [{ name: 'y', type: { value: { case: 'tensorType', value: { elemType: int64 } } } }],
    }),
    "value 'z' is not defined": file({ output: [{ name: 'z' }] }),
  };

  for (const [message, bytes] of Object.entries(refused)) {
    it(`says of a file that it does not read: ${message}`, () => {
      expect(() => decode(bytes)).toThrow(message);
      expect(() => decode(bytes)).toThrow(/^net\.onnx: /);
      expect(() => decode(bytes)).toThrow(FileError);
    });
  }

  it('gives the error that names a node as the cause', () => {
    try {
      decode(file({ node: [{ ...relu, input: ['y'] }] }));
      expect.unreachable();
    } catch (error) {
      expect((error as FileError).cause).toBeInstanceOf(GraphError);
      expect((error as FileError).cause).toMatchObject({ nodeName: 'n', opType: 'Relu' });
    }
  });
});

describe('a damaged file', () => {
  const bytes = encodeModel(createModel(perceptron, { note: 'some text' }));
  const readsOrComplains = (damaged: Uint8Array) => {
    try {
      decode(damaged);
    } catch (error) {
      expect(error, String(error)).toBeInstanceOf(FileError);
    }
  };

  it('never reads as the whole model after it was cut short', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => expect(decode(bytes.subarray(0, length)).graph).toEqual(perceptron)).toThrow();
      readsOrComplains(bytes.subarray(0, length));
    }
  });

  it('is read or refused with a FileError after any bytes were changed', () => {
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const damaged = bytes.slice();
        for (const { at, to } of changes) damaged[at] = to;
        readsOrComplains(damaged);
      }),
      { numRuns: 2000, seed: 5 },
    );
  });

  it('is read or refused with a FileError where it is anything at all', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readsOrComplains), { numRuns: 2000, seed: 6 });
  });
});
