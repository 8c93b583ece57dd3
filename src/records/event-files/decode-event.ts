import { FileError } from '../../core/index.ts';
import type { EventForm, EventKind } from './decode-value.ts';
import { EventEntry } from './event-entry.ts';
import { type EventTag, EventTags } from './event-tags.ts';
import type { ScalarColumns } from './scalar-columns.ts';
import { decodeText, MalformedMessage, WireReader } from './wire.ts';

/** What TensorBoard's plugins are called, and what their tensors mean. */
const kindOfPlugin: Readonly<Record<string, EventKind>> = {
  histograms: 'histogram',
  images: 'images',
  text: 'text',
  hparams: 'hyper-parameters',
  custom_scalars: 'layout',
  audio: 'audio',
  graphs: 'graph',
  graph_keras_model: 'graph',
};

const versionPrefix = 'brain.Event:';

/** Reads events of one file into columns and entries, and remembers what the first value of each tag said about it. */
export class EventDecoder {
  readonly tags = new EventTags();
  readonly #path: string;
  /** Events seen, so that a file that begins with something else is refused. */
  #events = 0;
  #reader = new WireReader(new Uint8Array(0));
  #scalars: ScalarColumns;
  #entries: EventEntry[] = [];
  #offset = 0;
  #wallTime = 0;
  #step = 0;
  /** Fields that wait until the event's step is known: field, begin, end of each; as many numbers as `#waitingLength`. */
  readonly #waiting: number[] = [];
  #waitingLength = 0;

  constructor(path: string, scalars: ScalarColumns) {
    this.#path = path;
    this.#scalars = scalars;
  }

  /** Reads from these bytes from now on, into these columns and entries. */
  begin(bytes: Uint8Array, scalars: ScalarColumns, entries: EventEntry[]): void {
    this.#reader = new WireReader(bytes);
    this.#scalars = scalars;
    this.#entries = entries;
  }

  /**
   * Reads an event.
   *
   * @param offset of its record in the file
   * @throws MalformedMessage where it is none: then nothing of it was kept. FileError where the file's first record shows
   *   that it is another kind of file
   */
  decode(begin: number, end: number, offset: number): void {
    const rows = this.#scalars.length;
    const count = this.#entries.length;
    this.#offset = offset;
    try {
      this.#decode(begin, end);
    } catch (error) {
      this.#scalars.cutTo(rows);
      this.#entries.length = count;
      if (offset === 0) throw this.#foreign('holds records of another kind, no events');
      // What the wire reader throws for numbers that are cut off.
      if (error instanceof RangeError || (error instanceof Error && !(error instanceof FileError))) {
        throw new MalformedMessage(error.message);
      }
      throw error;
    }
    this.#events++;
  }

  #foreign(found: string): FileError {
    return new FileError(this.#path, `${found}; expected a TensorBoard event file`);
  }

  #decode(begin: number, end: number): void {
    const reader = this.#reader;
    const waiting = this.#waiting;
    reader.moveTo(begin);
    let length = 0;
    this.#step = 0;
    this.#wallTime = 0;
    let hasTime = false;
    for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
      if (field === 1 && reader.type === 1) {
        this.#wallTime = reader.readDouble();
        hasTime = true;
      } else if (field === 2 && reader.type === 0) this.#step = reader.readVarint(true);
      else if (field >= 3 && field <= 9) {
        const stop = reader.enter(end);
        waiting[length] = field;
        waiting[length + 1] = reader.pos;
        waiting[length + 2] = stop;
        length += 3;
        reader.pos = stop;
      }
    }
    this.#waitingLength = length;
    reader.leave(end);
    if (!hasTime && this.#events === 0 && this.#offset === 0 && !this.#hasVersion()) {
      throw new MalformedMessage('no event: it has no time');
    }
    for (let i = 0; i < length; i += 3) this.#take(waiting[i]!, waiting[i + 1]!, waiting[i + 2]!);
  }

  #hasVersion(): boolean {
    return this.#waiting.slice(0, this.#waitingLength).some((field, i) => i % 3 === 0 && field === 3);
  }

  #take(field: number, begin: number, end: number): void {
    if (field === 5) this.#summary(begin, end);
    else if (field === 3) this.#checkVersion(begin, end);
    else if (field === 4) this.#add('graph', 'graph', undefined, begin, end);
    else if (field === 7) this.#add('session', 'session', undefined, begin, end);
  }

  #checkVersion(begin: number, end: number): void {
    const version = decodeText(this.#reader.buf.subarray(begin, Math.min(end, begin + 64)));
    if (version.startsWith(versionPrefix)) return;
    throw new MalformedMessage(`events of version '${version}'`);
  }

  #summary(begin: number, end: number): void {
    const reader = this.#reader;
    reader.moveTo(begin);
    for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
      if (field === 1) this.#value(reader.enter(end));
    }
    reader.leave(end);
  }

  /** Reads a Summary.Value that begins here. */
  #value(end: number): void {
    const reader = this.#reader;
    let tagBegin = 0;
    let tagEnd = 0;
    let metadataBegin = 0;
    let metadataEnd = 0;
    let valueBegin = 0;
    let valueEnd = 0;
    let form: EventForm | undefined;
    let number: number | undefined;
    for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
      if (field === 2 && reader.type === 5) {
        number = reader.readFloat();
        continue;
      }
      const named = formOf(field);
      if (field !== 1 && field !== 9 && named === undefined) continue;
      const stop = reader.enter(end);
      if (field === 1) {
        tagBegin = reader.pos;
        tagEnd = stop;
      } else if (field === 9) {
        metadataBegin = reader.pos;
        metadataEnd = stop;
      } else {
        form = named;
        valueBegin = reader.pos;
        valueEnd = stop;
      }
      reader.pos = stop;
    }
    reader.leave(end);
    const tag = this.tags.at(reader.buf, tagBegin, tagEnd);
    let content: readonly [number, number] | undefined;
    // What the first value says counts, but for hyper-parameters, which stand in there themselves.
    if (metadataEnd > metadataBegin && (tag.plugin === undefined || tag.plugin === 'hparams')) {
      content = this.#metadata(tag, metadataBegin, metadataEnd);
    }
    if (number !== undefined) this.#scalars.add(tag.index, this.#step, this.#wallTime, number);
    else if (tag.plugin === 'hparams' && content !== undefined) {
      this.#add('hyper-parameters', 'metadata', tag, content[0], content[1]);
    } else if (form === 'tensor') this.#tensor(tag, valueBegin, valueEnd);
    else if (form === 'histo') this.#add('histogram', form, tag, valueBegin, valueEnd);
    else if (form === 'image') this.#add('images', form, tag, valueBegin, valueEnd);
    else if (form === 'audio') this.#add('audio', form, tag, valueBegin, valueEnd);
    reader.moveTo(end);
  }

  /** Takes up what the first value of a tag says about it; returns where the plugin's own content stands. */
  #metadata(tag: EventTag, begin: number, end: number): readonly [number, number] | undefined {
    const reader = this.#reader;
    reader.moveTo(begin);
    let content: readonly [number, number] | undefined;
    reader.fieldsUpTo(end, (field) => {
      if (field === 1) {
        reader.messageWithin(end, (part, stop) => {
          if (part === 1) {
            const plugin = reader.textWithin(stop);
            tag.plugin ??= plugin === '' ? undefined : plugin;
          } else if (part === 2) {
            const contentEnd = reader.enter(stop);
            content = [reader.pos, contentEnd];
            reader.pos = contentEnd;
          }
        });
      } else if (field === 2) tag.displayName ??= reader.textWithin(end);
      else if (field === 3) tag.description ??= reader.textWithin(end);
    });
    return content;
  }

  #tensor(tag: EventTag, begin: number, end: number): void {
    const { plugin } = tag;
    if (plugin === undefined || plugin === 'scalars') {
      const number = readSingleNumber(this.#reader, begin, end);
      if (number !== undefined) {
        this.#scalars.add(tag.index, this.#step, this.#wallTime, number);
        return;
      }
    }
    const kind = plugin !== undefined && Object.hasOwn(kindOfPlugin, plugin) ? kindOfPlugin[plugin]! : 'tensor';
    this.#add(kind, 'tensor', tag, begin, end);
  }

  #add(kind: EventKind, form: EventForm, tag: EventTag | undefined, begin: number, end: number): void {
    const bytes = this.#reader.buf.subarray(begin, end);
    const [step, wallTime, offset] = [this.#step, this.#wallTime, this.#offset];
    this.#entries.push(new EventEntry({ kind, tag, step, wallTime, path: this.#path, offset }, form, bytes));
  }
}

function formOf(field: number): EventForm | undefined {
  if (field === 8) return 'tensor';
  if (field === 5) return 'histo';
  if (field === 4) return 'image';
  return field === 6 ? 'audio' : undefined;
}

/** The number of a TensorProto without axes that holds one float or double; undefined for any other tensor. */
function readSingleNumber(reader: WireReader, begin: number, end: number): number | undefined {
  reader.moveTo(begin);
  let type = 0;
  let number: number | undefined;
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) type = reader.readVarint();
    else if (field === 2) {
      const stop = reader.enter(end);
      // An axis. A tensor of unknown rank says so in field 3.
      for (let part = reader.nextField(stop); part !== 0; part = reader.nextField(stop))
        if (part === 2) return undefined;
      reader.leave(stop);
    } else if (field === 4 || field === 5 || field === 6) {
      const stop = reader.type === 2 ? reader.enter(end) : reader.pos + (field === 5 ? 4 : 8);
      const size = stop - reader.pos;
      if (stop > end) return undefined;
      if (size === 4 && type === 1) number = reader.readFloat();
      else if (size === 8 && type === 2) number = reader.readDouble();
      else if (size !== 0) return undefined;
    }
  }
  reader.leave(end);
  return number ?? (type === 1 || type === 2 ? 0 : undefined);
}
