import { FileError } from '../../core/index.ts';
import { decodeValue, type EventForm, type EventKind } from './decode-value.ts';
import type { EventTag } from './event-tags.ts';
import type { EventValue } from './event-value.ts';

/** Where an event stands, and what it is. */
export interface EventPlace {
  readonly kind: EventKind;
  /** Undefined for what belongs to no tag: graphs and the begin of a session. */
  readonly tag: EventTag | undefined;
  readonly step: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly path: string;
  /** Of the event's record in the file; several values may stand in one. */
  readonly offset: number;
}

/**
 * An event that is no scalar. It keeps the piece of the file alive that it was read from: keep `offset` instead, and read
 * it again by `readEventAt`, where there are many.
 */
export class EventEntry implements EventPlace {
  readonly kind: EventKind;
  readonly tag: EventTag | undefined;
  readonly step: number;
  readonly wallTime: number;
  readonly path: string;
  readonly offset: number;
  readonly #form: EventForm;
  readonly #bytes: Uint8Array;

  constructor({ kind, tag, step, wallTime, path, offset }: EventPlace, form: EventForm, bytes: Uint8Array) {
    this.kind = kind;
    this.tag = tag;
    this.step = step;
    this.wallTime = wallTime;
    this.path = path;
    this.offset = offset;
    this.#form = form;
    this.#bytes = bytes;
  }

  /** What it holds; images and other bytes are views. Throws FileError where the value was written wrongly. */
  decode(): EventValue {
    try {
      return decodeValue(this.kind, this.#form, this.#bytes);
    } catch (cause) {
      const of = this.tag === undefined ? '' : ` of '${this.tag.name}'`;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new FileError(this.path, `the ${this.kind}${of} cannot be read: ${why}`, { offset: this.offset, cause });
    }
  }
}
