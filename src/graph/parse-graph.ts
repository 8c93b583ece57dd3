import {
  allocate,
  type ConcreteShape,
  type DataType,
  type Dimension,
  dataTypes,
  elementCount,
  isConcrete,
  type Tensor,
} from '../core/index.ts';
import { GraphBuilder } from './graph-builder.ts';
import type { AttributeType, AttributeValue, Graph, Node, ValueType } from './ir.ts';
import type { OperatorCatalogue } from './operator-schema.ts';
import { TextCursor } from './text-cursor.ts';
import { parseNumber, storeElement, textSyntax } from './text-syntax.ts';
import { formatType, sameType } from './value-type.ts';

/** Most elements that `{number...}` may stand for. */
const mostRepeated = 2 ** 26;

/**
 * Reads a graph from the text that {@link printGraph} writes. Types of values are inferred; the types of outputs may be
 * left out and are compared where they are given.
 *
 * ```
 * graph        ::= name '(' values? ')' '=>' '(' outputs? ')' ( '<' initializers? '>' )? '{' node* '}'
 * values       ::= type name (',' type name)*
 * outputs      ::= type? name (',' type? name)*
 * initializers ::= type name '=' elements (',' type name '=' elements)*
 * type         ::= dtype '[' (dimension (',' dimension)*)? ']'
 * dimension    ::= length | name
 * elements     ::= '{' (number (',' number)*)? '}'        all of them, in C order
 *                | '{' number '...' '}'                   the same one throughout
 *                | '{' (number ',')* '...' '}'            left out by the printer; the parser refuses it
 * node         ::= ('[' name ']')? names '=' operator ('<' attributes '>')? '(' names? ')' ('@' name)?
 * attributes   ::= id (':' kind)? '=' value (',' id (':' kind)? '=' value)*
 * value        ::= number | string | '[' values ']' | type elements
 * kind         ::= 'int' | 'float' | 'string' | 'ints' | 'floats' | 'strings' | 'tensor'
 * ```
 *
 * It is ONNX's textual syntax (https://onnx.ai/onnx/repo-docs/Syntax.html) with four departures: data types have the
 * names used everywhere in netwright (`float32`); bare names may hold `/ . : -`; `@name` behind a node is the layer
 * that wrote it; and the shorter forms of elements above. As in ONNX, a label in brackets is the node's name (left out
 * where it is the name of the first output), an absent optional argument is `""`, an operator of another domain is
 * written `com.microsoft.FusedMatMul`, any name may be quoted, and `#` starts a comment.
 *
 * @throws GraphError naming line and column where the text, or the graph that it describes, is not valid
 */
export function parseGraph(text: string, catalogue: OperatorCatalogue): Graph {
  const cursor = new TextCursor(text);
  const builder = new GraphBuilder(catalogue, parseName(cursor));
  parseList(cursor, '(', ')', () => {
    const start = cursor.position;
    const { dtype, shape } = parseType(cursor);
    const name = parseName(cursor);
    cursor.locate(start, () => builder.input(name, dtype, shape));
  });
  cursor.expect('=>');
  const outputs = parseList(cursor, '(', ')', () => {
    const start = cursor.position;
    const type = cursor.lookingAt(/\w+\s*\[/y) ? parseType(cursor) : undefined;
    return { start, type, name: parseName(cursor) };
  });
  if (cursor.lookingAt(/</y)) {
    parseList(cursor, '<', '>', () => {
      const start = cursor.position;
      const { dtype, shape } = parseType(cursor);
      const name = parseName(cursor);
      cursor.expect('=');
      const content = parseElements(cursor, dtype, shape);
      cursor.locate(start, () => builder.initializer(name, content));
    });
  }
  cursor.expect('{');
  while (!cursor.take('}')) {
    const start = cursor.position;
    const node = parseNode(cursor, catalogue);
    cursor.locate(start, () => builder.add(node));
  }
  cursor.expectEnd();
  for (const { start, type, name } of outputs) {
    const value = cursor.locate(start, () => builder.value(name));
    if (type !== undefined && !sameType(type, value)) {
      throw cursor.error(
        `output '${name}' is declared as ${formatType(type)}, inferred as ${formatType(value)}`,
        start,
      );
    }
    builder.output(value);
  }
  return builder.build();
}

function parseNode(cursor: TextCursor, catalogue: OperatorCatalogue): Node {
  let name: string | undefined;
  if (cursor.take('[')) {
    name = parseName(cursor);
    cursor.expect(']');
  }
  const outputs = [parseName(cursor)];
  while (cursor.take(',')) outputs.push(parseName(cursor));
  cursor.expect('=');
  const operator = cursor.word(textSyntax.operator, 'an operator');
  const dot = operator.lastIndexOf('.');
  const opType = operator.slice(dot + 1);
  const known = catalogue.find(opType)?.attributes;
  const attributes = new Map<string, AttributeValue>();
  if (cursor.lookingAt(/</y)) {
    parseList(cursor, '<', '>', () => {
      const start = cursor.position;
      const key = cursor.word(textSyntax.identifier, 'the name of an attribute');
      if (attributes.has(key)) throw cursor.error(`attribute '${key}' is given twice`, start);
      attributes.set(key, parseAttribute(cursor, known?.[key]?.type));
    });
  }
  const inputs = parseList(cursor, '(', ')', () => parseName(cursor));
  return {
    name: name ?? outputs[0]!,
    opType,
    domain: operator.slice(0, Math.max(dot, 0)),
    inputs,
    outputs,
    attributes: Object.fromEntries(attributes),
    ...(cursor.take('@') ? { layer: parseName(cursor) } : {}),
  };
}

/** `: kind = value`; without a kind the literal tells it, and `expected` where the literal leaves it open. */
function parseAttribute(cursor: TextCursor, expected: AttributeType | undefined): AttributeValue {
  const start = cursor.position;
  const kind = cursor.take(':') ? cursor.word(textSyntax.identifier, 'the kind of an attribute') : undefined;
  cursor.expect('=');
  const literal = parseLiteral(cursor);
  const wanted = kind ?? expected;
  if (literal.type === wanted) return literal;
  if (literal.type === 'int' && wanted === 'float') return { type: 'float', value: literal.value };
  if (literal.type === 'ints' && wanted === 'floats') return { type: 'floats', value: literal.value };
  if (literal.type === 'ints' && literal.value.length === 0 && wanted === 'strings')
    return { type: 'strings', value: [] };
  if (kind === undefined) return literal;
  throw cursor.error(`the value is of kind '${literal.type}', not '${kind}'`, start);
}

function parseLiteral(cursor: TextCursor): AttributeValue {
  if (!cursor.lookingAt(/\[/y)) return parseScalar(cursor) ?? parseTensor(cursor);
  const start = cursor.position;
  const items = parseList(cursor, '[', ']', () => {
    const item = parseScalar(cursor);
    if (item === undefined) throw cursor.error('expected a number or a text');
    return item;
  });
  if (items.every((item) => item.type === 'string')) {
    if (items.length > 0) return { type: 'strings', value: items.map((item) => item.value) };
    return { type: 'ints', value: [] };
  }
  const numbers = items.flatMap((item) => (item.type === 'string' ? [] : [item]));
  if (numbers.length < items.length) throw cursor.error('a list holds numbers or texts, not both', start);
  const type = numbers.every((item) => item.type === 'int') ? 'ints' : 'floats';
  return { type, value: numbers.map((item) => item.value) };
}

function parseScalar(cursor: TextCursor): Extract<AttributeValue, { type: 'int' | 'float' | 'string' }> | undefined {
  const start = cursor.position;
  const text = parseString(cursor);
  if (text !== undefined) return { type: 'string', value: text };
  const word = cursor.match(textSyntax.number);
  if (word === undefined) return undefined;
  const value = parseNumber(word);
  if (!/^-?\d+$/.test(word)) return { type: 'float', value };
  if (!Number.isSafeInteger(value)) throw cursor.error(`${word} is beyond 2^53`, start);
  return { type: 'int', value };
}

function parseTensor(cursor: TextCursor): AttributeValue {
  const { dtype, shape } = parseType(cursor);
  return { type: 'tensor', value: parseElements(cursor, dtype, shape) };
}

function parseElements(cursor: TextCursor, dtype: DataType, shape: ValueType['shape']): Tensor {
  const start = cursor.position;
  if (!isConcrete(shape))
    throw cursor.error(`a tensor needs known axis lengths, found ${formatType({ dtype, shape })}`);
  const words: { start: number; word: string }[] = [];
  let repeated = false;
  cursor.expect('{');
  while (!cursor.take('}')) {
    if (words.length > 0) cursor.expect(',');
    if (cursor.lookingAt(/\.\.\./y)) {
      throw cursor.error(
        "the elements after '...' were left out when the graph was printed: print it with all of them",
      );
    }
    words.push({ start: cursor.position, word: cursor.word(textSyntax.number, 'a number') });
    if (words.length === 1 && cursor.take('...')) {
      repeated = true;
      cursor.expect('}');
      break;
    }
  }
  const count = elementCount(shape);
  if (repeated ? count > mostRepeated : count !== words.length) {
    throw cursor.error(
      `${formatType({ dtype, shape })} has ${count} elements, ${repeated ? `at most ${mostRepeated} can be repeated` : `found ${words.length}`}`,
      start,
    );
  }
  return fill(cursor, dtype, shape, words);
}

/** A tensor of the elements given, repeated to the end. */
function fill(
  cursor: TextCursor,
  dtype: DataType,
  shape: ConcreteShape,
  words: readonly { start: number; word: string }[],
): Tensor {
  const data = allocate(dtype, elementCount(shape));
  words.slice(0, data.length).forEach(({ start, word }, index) => {
    if (!storeElement(dtype, data, index, word)) throw cursor.error(`${dtype} has no element ${word}`, start);
  });
  for (let done = words.length; done < data.length; done *= 2) data.copyWithin(done, 0, done);
  return { dtype, shape, data };
}

function parseType(cursor: TextCursor): ValueType {
  const start = cursor.position;
  const word = cursor.word(textSyntax.identifier, 'a data type');
  const dtype = dataTypes.find((known) => known === word);
  if (dtype === undefined) {
    throw cursor.error(`'${word}' is not a data type: expected one of ${dataTypes.join(', ')}`, start);
  }
  return { dtype, shape: parseList(cursor, '[', ']', () => parseDimension(cursor)) };
}

function parseDimension(cursor: TextCursor): Dimension {
  const length = cursor.match(textSyntax.length);
  if (length !== undefined) return Number(length);
  return parseString(cursor) ?? cursor.word(textSyntax.dimension, 'an axis length');
}

function parseName(cursor: TextCursor): string {
  return parseString(cursor) ?? cursor.word(textSyntax.name, 'a name');
}

function parseString(cursor: TextCursor): string | undefined {
  const start = cursor.position;
  const word = cursor.match(textSyntax.string);
  if (word === undefined) return undefined;
  try {
    return JSON.parse(word) as string;
  } catch (error) {
    throw cursor.error(`${word} is not a text in JSON's notation`, start, error);
  }
}

function parseList<T>(cursor: TextCursor, open: string, close: string, parseItem: () => T): T[] {
  const items: T[] = [];
  cursor.expect(open);
  while (!cursor.take(close)) {
    if (items.length > 0) cursor.expect(',');
    items.push(parseItem());
  }
  return items;
}
