import { FileError } from '../../core/index.ts';
import { decodeText, WireReader } from './wire.ts';

/** A shape of a TensorFlow graph: an axis of unknown length is null; null for a shape of unknown rank. */
export type EventGraphShape = readonly (number | null)[] | null;

/** A node of a TensorFlow graph, or of one that PyTorch's `add_graph` writes in its form. */
export interface EventGraphNode {
  readonly name: string;
  readonly op: string;
  /** Names of nodes: `name:1` is the second value of one, `^name` one that runs before. */
  readonly inputs: readonly string[];
  /** Numbers, texts and lists in words, in the order of the file; long ones are cut. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Of each value that it computes, as far as the file says (`_output_shapes`); of a variable, of itself (`shape`). */
  readonly shapes: readonly EventGraphShape[];
  /** What type its values have; undefined where it does not say. */
  readonly dtype: string | undefined;
}

interface EventGraphContents {
  readonly nodes: readonly EventGraphNode[];
  /** Nodes in all. */
  readonly total: number;
}

const mostInputs = 1000;
const mostAttributes = 100;
const mostInList = 16;
const longestText = 200;

/**
 * Reads a GraphDef (tensorflow/core/framework/graph.proto) up to some number of nodes; functions are left out.
 *
 * @throws FileError where it is none
 */
export function decodeGraph(bytes: Uint8Array, most: number, path: string): EventGraphContents {
  const reader = new WireReader(bytes);
  const nodes: EventGraphNode[] = [];
  let total = 0;
  try {
    reader.fieldsUpTo(bytes.length, (field, end) => {
      if (field !== 1) return;
      total++;
      if (nodes.length < most) nodes.push(nodeOf(reader, end));
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FileError(path, `the graph cannot be read: ${why}`, { cause });
  }
  return { nodes, total };
}

function nodeOf(reader: WireReader, end: number): EventGraphNode {
  let name = '';
  let op = '';
  const inputs: string[] = [];
  const attributes = new Map<string, string>();
  const values = new Map<string, Attribute>();
  reader.messageWithin(end, (field, stop) => {
    if (field === 1) name = reader.textWithin(stop);
    else if (field === 2) op = reader.textWithin(stop);
    else if (field === 3 && inputs.length < mostInputs) inputs.push(reader.textWithin(stop));
    else if (field === 5 && values.size < mostAttributes) {
      let key = '';
      let value: Attribute | undefined;
      reader.messageWithin(stop, (part, partEnd) => {
        if (part === 1) key = reader.textWithin(partEnd);
        else if (part === 2) value = attribute(reader, partEnd);
      });
      if (value !== undefined) values.set(key, value);
    }
  });
  for (const [key, { text }] of values) attributes.set(key, text);
  const shapes = values.get('_output_shapes')?.shapes ?? values.get('shape')?.shapes ?? [];
  return { name, op, inputs, attributes, shapes, dtype: (values.get('dtype') ?? values.get('T'))?.dtype };
}

interface Attribute {
  readonly text: string;
  readonly shapes: readonly EventGraphShape[];
  readonly dtype: string | undefined;
}

/** An AttrValue (tensorflow/core/framework/attr_value.proto). */
function attribute(reader: WireReader, end: number): Attribute {
  const texts: string[] = [];
  const shapes: EventGraphShape[] = [];
  let dtype: string | undefined;
  let isList = false;
  let count = 0;
  const say = (text: string): void => {
    count++;
    if (texts.length < mostInList) texts.push(text);
  };
  const one = (field: number, stop: number): void => {
    if (field === 1) {
      isList = true;
      reader.messageWithin(stop, (part, partEnd) => part !== 1 && one(part, partEnd));
    } else if (field === 2) say(textOf(reader.bytesWithin(stop)));
    else if (field === 3) reader.eachWithin(stop, () => say(String(reader.readVarint(true))));
    else if (field === 4) reader.eachWithin(stop, () => say(String(reader.readFloat())));
    else if (field === 5) reader.eachWithin(stop, () => say(String(reader.readBoolean())));
    else if (field === 6) {
      reader.eachWithin(stop, () => {
        dtype = typeName(reader.readVarint());
        say(dtype);
      });
    } else if (field === 7) {
      const shape = shapeOf(reader, stop);
      if (shapes.length < mostInputs) shapes.push(shape);
      say(shape === null ? 'unknown' : `[${shape.map((length) => length ?? '?').join(', ')}]`);
    } else if (field === 8) {
      reader.bytesWithin(stop);
      say('tensor');
    } else if (field === 10) {
      reader.messageWithin(stop, (part, partEnd) => {
        if (part === 1) say(reader.textWithin(partEnd));
      });
    }
  };
  reader.messageWithin(end, one);
  const listed = count > texts.length ? [...texts, '…'] : texts;
  return { text: isList ? `[${listed.join(', ')}]` : (texts[0] ?? ''), shapes, dtype };
}

const textOf = (bytes: Uint8Array): string =>
  bytes.length > longestText ? `${decodeText(bytes.subarray(0, longestText))}…` : decodeText(bytes);

/** A TensorShapeProto (tensorflow/core/framework/tensor_shape.proto). */
function shapeOf(reader: WireReader, end: number): EventGraphShape {
  const shape: (number | null)[] = [];
  let isUnknown = false;
  reader.messageWithin(end, (field, stop) => {
    if (field === 3) isUnknown = reader.readBoolean();
    else if (field === 2) {
      let length: number | null = 0;
      reader.messageWithin(stop, (part) => {
        if (part === 1) length = reader.readVarint(true);
      });
      if (shape.length < mostInList) shape.push(length < 0 ? null : length);
    }
  });
  return isUnknown ? null : shape;
}

const typeNames: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'float64',
  3: 'int32',
  4: 'uint8',
  5: 'int16',
  6: 'int8',
  7: 'string',
  8: 'complex64',
  9: 'int64',
  10: 'bool',
  14: 'bfloat16',
  17: 'uint16',
  18: 'complex128',
  19: 'float16',
  20: 'resource',
  21: 'variant',
  22: 'uint32',
  23: 'uint64',
};

/** What a type is called; references, whose numbers are higher by 100, are those of their values. */
function typeName(type: number): string {
  return typeNames[type % 100] ?? `type ${type}`;
}
