import { decodeText } from './wire.ts';

/** A tag of an event file, and what its first value said about it. */
export interface EventTag {
  /** Its place in {@link EventTags.all}. */
  readonly index: number;
  readonly name: string;
  /** TensorBoard's plugin that shows it; undefined for the old forms, which have none. */
  plugin: string | undefined;
  displayName: string | undefined;
  /** Markdown. */
  description: string | undefined;
}

interface KnownTag {
  readonly bytes: Uint8Array;
  readonly tag: EventTag;
  /** What stood behind it the last time. */
  next: KnownTag | undefined;
}

/** The tags of a file, found by their bytes, so that a name is decoded once. */
export class EventTags {
  readonly all: EventTag[] = [];
  readonly #known = new Map<number, KnownTag[]>();
  #last: KnownTag | undefined;

  at(bytes: Uint8Array, begin: number, end: number): EventTag {
    // Trainings write the same tags in the same order at every step.
    const expected = this.#last?.next;
    const found =
      expected !== undefined && isSame(expected.bytes, bytes, begin, end)
        ? expected
        : (this.#find(bytes, begin, end) ?? this.#add(bytes.slice(begin, end)));
    if (this.#last !== undefined) this.#last.next = found;
    this.#last = found;
    return found.tag;
  }

  #find(bytes: Uint8Array, begin: number, end: number): KnownTag | undefined {
    const known = this.#known.get(hashOf(bytes, begin, end));
    return known?.find((candidate) => isSame(candidate.bytes, bytes, begin, end));
  }

  #add(name: Uint8Array): KnownTag {
    const tag: EventTag = {
      index: this.all.length,
      name: decodeText(name),
      plugin: undefined,
      displayName: undefined,
      description: undefined,
    };
    this.all.push(tag);
    const added: KnownTag = { bytes: name, tag, next: undefined };
    const hash = hashOf(name, 0, name.length);
    const known = this.#known.get(hash);
    if (known === undefined) this.#known.set(hash, [added]);
    else known.push(added);
    return added;
  }
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, begin: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = begin; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash;
}

function isSame(name: Uint8Array, bytes: Uint8Array, begin: number, end: number): boolean {
  if (name.length !== end - begin) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[begin + i]) return false;
  return true;
}
