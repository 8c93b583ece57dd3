import { decodeHyperParameters } from './decode-hyper-parameters.ts';
import { decodeLayout } from './decode-layout.ts';
import { type DecodedTensor, decodeTensor } from './decode-tensor.ts';
import type { EventHistogram, EventImages, EventValue } from './event-value.ts';
import { decodeText, MalformedMessage, WireReader } from './wire.ts';

/** What an event may be beside a scalar: known before it is decoded. */
export type EventKind =
  | 'histogram'
  | 'images'
  | 'text'
  | 'hyper-parameters'
  | 'layout'
  | 'audio'
  | 'tensor'
  | 'graph'
  | 'session';

/** How a value is stored: which field of Summary.Value or Event it is. */
export type EventForm = 'histo' | 'image' | 'audio' | 'tensor' | 'graph' | 'session' | 'metadata';

/** Decodes a value from the bytes of its message. `form` says which message it is, `kind` what it means. */
export function decodeValue(kind: EventKind, form: EventForm, bytes: Uint8Array): EventValue {
  const reader = new WireReader(bytes);
  const end = bytes.length;
  switch (form) {
    case 'histo':
      return oldHistogram(reader, end);
    case 'image':
      return oldImage(reader, end);
    case 'audio':
      return oldAudio(reader, end);
    case 'graph':
      return { kind: 'graph', bytes };
    case 'session':
      return session(reader, end);
    case 'metadata':
      return decodeHyperParameters(reader, end);
    case 'tensor':
      return fromTensor(kind, decodeTensor(reader, end));
  }
}

function fromTensor(kind: EventKind, tensor: DecodedTensor): EventValue {
  const { shape, strings } = tensor;
  if (kind === 'histogram' && shape.length === 2 && shape[1] === 3) {
    return { kind, buckets: Float64Array.from(tensor.values) };
  }
  if (kind === 'images' && strings.length >= 2) {
    const [width, height] = strings.map((text) => Number(decodeText(text.subarray(0, 16))));
    return { kind, width: width!, height: height!, images: strings.slice(2) };
  }
  if (kind === 'text') return { kind, shape, texts: strings.map(decodeText) };
  if (kind === 'layout' && strings[0] !== undefined) return decodeLayout(strings[0]);
  if (kind === 'graph' && strings[0] !== undefined) return { kind, bytes: strings[0] };
  // Encoded sounds, each with a label behind it.
  if (kind === 'audio') return { kind, sounds: strings.filter((_, index) => shape[1] !== 2 || index % 2 === 0) };
  return { kind: 'tensor', shape, values: strings.length > 0 ? strings : Float64Array.from(tensor.values) };
}

/**
 * HistogramProto, whose outermost limits may be the largest numbers there are: its smallest and largest value take their
 * place, and empty buckets outside are dropped, as TensorBoard does.
 */
function oldHistogram(reader: WireReader, end: number): EventHistogram {
  let [smallest, largest] = [0, 0];
  const limits: number[] = [];
  const counts: number[] = [];
  reader.fieldsUpTo(end, (field) => {
    if (field === 1) smallest = reader.readDouble();
    else if (field === 2) largest = reader.readDouble();
    else if (field === 6) reader.eachWithin(end, () => limits.push(reader.readDouble()));
    else if (field === 7) reader.eachWithin(end, () => counts.push(reader.readDouble()));
  });
  if (limits.length < counts.length) throw new MalformedMessage('a histogram has more buckets than limits');
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  const buckets = new Float64Array(first < 0 ? 0 : 3 * (last - first + 1));
  for (let i = first, at = 0; at < buckets.length; i++) {
    buckets[at++] = i === first ? smallest : limits[i - 1]!;
    buckets[at++] = i === last ? largest : limits[i]!;
    buckets[at++] = counts[i]!;
  }
  return { kind: 'histogram', buckets };
}

function oldImage(reader: WireReader, end: number): EventImages {
  let [width, height] = [0, 0];
  const images: Uint8Array[] = [];
  reader.fieldsUpTo(end, (field) => {
    if (field === 1) height = reader.readVarint();
    else if (field === 2) width = reader.readVarint();
    else if (field === 4) images.push(reader.bytesWithin(end));
  });
  return { kind: 'images', width, height, images };
}

function oldAudio(reader: WireReader, end: number): EventValue {
  const sounds: Uint8Array[] = [];
  reader.fieldsUpTo(end, (field) => {
    if (field === 4) sounds.push(reader.bytesWithin(end));
  });
  return { kind: 'audio', sounds };
}

const sessionStatuses = ['unknown', 'start', 'stop', 'checkpoint'] as const;

function session(reader: WireReader, end: number): EventValue {
  let status = 0;
  reader.fieldsUpTo(end, (field) => {
    if (field === 1) status = reader.readVarint();
  });
  return { kind: 'session', status: sessionStatuses[status] ?? 'unknown' };
}
