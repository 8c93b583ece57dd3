import { PbfWriter } from 'pbf';
import type { EventHistogram, EventImages } from './event-value.ts';

/** DataClass of tensorboard/compat/proto/summary.proto. */
export const dataClasses = { scalar: 1, tensor: 2, blobs: 3 } as const;

/** Says at the first value of a tag how it is shown. */
export interface ValueMetadata {
  readonly plugin: string;
  readonly dataClass: 1 | 2 | 3 | undefined;
  /** The plugin's own part. */
  readonly content?: Uint8Array | undefined;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
}

/** Writes a SummaryMetadata as field 9 of a Summary.Value. */
export function writeMetadata(metadata: ValueMetadata, writer: PbfWriter): void {
  writer.writeMessage(
    9,
    ({ plugin, content, displayName, description, dataClass }, message) => {
      message.writeMessage(
        1,
        (_, part) => {
          part.writeStringField(1, plugin);
          if (content !== undefined && content.length > 0) part.writeBytesField(2, content);
        },
        undefined,
      );
      if (displayName !== undefined) message.writeStringField(2, displayName);
      if (description !== undefined) message.writeStringField(3, description);
      if (dataClass !== undefined) message.writeVarintField(4, dataClass);
    },
    metadata,
  );
}

/** A Summary of one scalar as field 5 of an Event; without metadata its last four bytes are the number. */
export function writeScalarSummary(
  tag: string,
  value: number,
  metadata: ValueMetadata | undefined,
  event: PbfWriter,
): void {
  const writeValue = (_: undefined, message: PbfWriter) => {
    writeScalarValue(tag, value, message);
    if (metadata !== undefined) writeMetadata(metadata, message);
  };
  event.writeMessage(5, (_, summary) => summary.writeMessage(1, writeValue, undefined), undefined);
}

function writeScalarValue(tag: string, value: number, message: PbfWriter): void {
  message.writeStringField(1, tag);
  message.writeMessage(8, writeScalarTensor, value);
}

/** What an event of scalars that are all known already holds behind time and step. */
export interface ScalarGroup {
  readonly summary: Uint8Array;
  /** Where in it each number is. */
  readonly places: readonly number[];
  /** Room for events that wait to be made: of each its time, its step and its numbers. */
  readonly rows: Float64Array;
}

/** Events of a group that wait at most. */
export const scalarGroupRows = 256;

/** Makes ready what an event of these tags holds. */
export function scalarGroup(tags: readonly string[]): ScalarGroup {
  const writer = new PbfWriter();
  const ends: number[] = [];
  const writeValue = (tag: string, message: PbfWriter) => writeScalarValue(tag, 0, message);
  writer.writeMessage(
    5,
    (_, summary) => {
      for (const tag of tags) {
        summary.writeMessage(1, writeValue, tag);
        ends.push(summary.pos);
      }
    },
    undefined,
  );
  const summary = writer.finish();
  // The number is the last part of its value; a length that was written behind the values has moved them.
  const moved = summary.length - (ends.at(-1) ?? 0);
  return {
    summary,
    places: ends.map((end) => end + moved - 4),
    rows: new Float64Array(scalarGroupRows * (2 + tags.length)),
  };
}

/** The number of a scalar as a TensorProto. */
function writeScalarTensor(value: number, writer: PbfWriter): void {
  writer.writeVarintField(1, 1);
  // A shape without axes.
  writer.writeTag(2, 2);
  writer.writeVarint(0);
  writer.writeTag(5, 2);
  writer.writeVarint(4);
  writer.writeFloat(value);
}

/** Rows of left, right and count as a TensorProto of float64, shape [buckets, 3]. */
export function writeHistogramTensor({ buckets }: Pick<EventHistogram, 'buckets'>, writer: PbfWriter): void {
  writer.writeVarintField(1, 2);
  writeShape([buckets.length / 3, 3], writer);
  writer.writeBytesField(4, new Uint8Array(buckets.buffer, buckets.byteOffset, buckets.byteLength));
}

/** Strings as a TensorProto of that shape. */
export function writeStringTensor(
  { strings, shape }: { readonly strings: readonly (string | Uint8Array)[]; readonly shape: readonly number[] },
  writer: PbfWriter,
): void {
  writer.writeVarintField(1, 7);
  writeShape(shape, writer);
  for (const text of strings) {
    if (typeof text === 'string') writer.writeStringField(8, text);
    else writer.writeBytesField(8, text);
  }
}

/** Encoded pictures of one size as a TensorProto: width, height, then the pictures. */
export function writeImagesTensor({ width, height, images }: Omit<EventImages, 'kind'>, writer: PbfWriter): void {
  const strings = [String(width), String(height), ...images];
  writeStringTensor({ strings, shape: [strings.length] }, writer);
}

/** A tensor without elements: what stands in for hyper-parameters, which are in the metadata. */
export function writeNothingTensor(writer: PbfWriter): void {
  writer.writeVarintField(1, 1);
  writeShape([0], writer);
}

function writeShape(shape: readonly number[], writer: PbfWriter): void {
  writer.writeMessage(
    2,
    (sizes, message) => {
      for (const size of sizes) message.writeMessage(2, (length, axis) => axis.writeVarintField(1, length), size);
    },
    shape,
  );
}
