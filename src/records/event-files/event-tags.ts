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
}

/** The tags of a file, found by their bytes, so that a name is decoded once. */
export class EventTags {
  readonly all: EventTag[] = [];
  readonly #known = new Map<number, KnownTag[]>();

  at(bytes: Uint8Array, begin: number, end: number): EventTag {
    const hash = hashOf(bytes, begin, end);
    const known = this.#known.get(hash);
    const found = known?.find((candidate) => isSame(candidate.bytes, bytes, begin, end));
    if (found !== undefined) return found.tag;
    const name = bytes.slice(begin, end);
    const tag: EventTag = {
      index: this.all.length,
      name: decodeText(name),
      plugin: undefined,
      displayName: undefined,
      description: undefined,
    };
    this.all.push(tag);
    if (known === undefined) this.#known.set(hash, [{ bytes: name, tag }]);
    else known.push({ bytes: name, tag });
    return tag;
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
