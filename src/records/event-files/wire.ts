import { PbfReader } from 'pbf';

/** Damage inside a record whose checksum is right: it was written wrongly, or is no event. */
export class MalformedMessage extends Error {}

/**
 * Reads protobuf messages and trusts no length: nothing is read behind the end of the message that it belongs to, as far
 * as callers take every length by {@link WireReader.enter} and end every message by {@link WireReader.leave}.
 */
export class WireReader extends PbfReader {
  /** Goes to a message that stands alone. */
  moveTo(begin: number): void {
    this.pos = begin;
    this._valueStart = -1;
  }

  /** Reads the length of the field that begins here; returns where it ends. */
  enter(end: number): number {
    if (this.type !== 2) throw new MalformedMessage('a number stands where a message is expected');
    const length = this.readVarint();
    const stop = this.pos + length;
    if (stop <= end) return stop;
    throw new MalformedMessage('a field is longer than the message that holds it');
  }

  /** Checks that a message was read up to its end. */
  leave(end: number): void {
    if (this.pos !== end) throw new MalformedMessage('a message does not end where it should');
  }

  /** The bytes of the field that begins here; a view. */
  bytesWithin(end: number): Uint8Array {
    const stop = this.enter(end);
    const bytes = this.buf.subarray(this.pos, stop);
    this.pos = stop;
    return bytes;
  }

  textWithin(end: number): string {
    return decodeText(this.bytesWithin(end));
  }

  /** Calls `read` for each number of a repeated field that begins here, packed or not. */
  eachWithin(end: number, read: () => void): void {
    if (this.type === 2) {
      const stop = this.enter(end);
      while (this.pos < stop) read();
      this.leave(stop);
    } else read();
  }

  /** Reads the message that begins here, field by field. */
  messageWithin(end: number, read: (field: number, end: number) => void): void {
    this.fieldsUpTo(this.enter(end), read);
  }

  /** Reads fields until `end`. A field that `read` leaves alone is passed over. */
  fieldsUpTo(end: number, read: (field: number, end: number) => void): void {
    for (let field = this.nextField(end); field !== 0; field = this.nextField(end)) read(field, end);
    this.leave(end);
  }
}

const decoder = new TextDecoder();

/** Bytes as text; what is no UTF-8 becomes the replacement character. */
export const decodeText = (bytes: Uint8Array): string => decoder.decode(bytes);
