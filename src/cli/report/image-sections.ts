import { dataUri, drawColorBar, formatValue, type Picture, type Section } from '../../charts/index.ts';
import { type EventImages, type Recorded, type RunRecord, readValueMapping } from '../../records/index.ts';
import { formatPercent } from '../format.ts';

const mostPictures = 60;
/** Larger ones would make a page that nobody can send. */
const mostPictureBytes = 1_000_000;

/** Pictures that the runs recorded, each with what its colours stand for, as far as its writer said so. */
export function imageSections(runs: readonly RunRecord[]): Section[] {
  const pictures = runs.flatMap((run) =>
    [...run.images].flatMap(([tag, recorded]) =>
      recorded.flatMap((one) => picturesOf(runs.length > 1 ? `${tag}, ${run.name}` : tag, one)),
    ),
  );
  if (pictures.length === 0) return [];
  const images = pictures.slice(0, mostPictures);
  const more = pictures.length - images.length;
  const note = { kind: 'text', text: `${more} more pictures are not shown here.` } as const;
  return [{ title: 'Pictures', blocks: [{ kind: 'images', images }, ...(more === 0 ? [] : [note])] }];
}

function picturesOf(tag: string, { step, value }: Recorded<EventImages>): Picture[] {
  return value.images.flatMap((bytes, index) => {
    const type = typeOf(bytes);
    if (type === undefined || bytes.length > mostPictureBytes) return [];
    const label = `${tag}, step ${step}${value.images.length > 1 ? `, ${index + 1} of ${value.images.length}` : ''}`;
    const { width, height } = value;
    return [{ uri: dataUri(type, bytes), width, height, label, ...trustOf(label, type, bytes) }];
  });
}

function trustOf(label: string, type: string, bytes: Uint8Array): Pick<Picture, 'caption' | 'colorBar'> {
  const mapping = readValueMapping(bytes);
  if (mapping === undefined) {
    const loss = type === 'image/jpeg' ? ' JPEG keeps what eyes see, not the values.' : '';
    const doubt =
      'Its writer did not say which values are black and white: it may have rescaled, clipped or wrapped them.';
    return { caption: `${label}. ${doubt}${loss}` };
  }
  const { black, white, minimum, maximum, clipped, nonFinite } = mapping;
  const isEmpty = minimum === undefined || maximum === undefined;
  const range = isEmpty ? 'no finite value' : `values ${formatValue(minimum)} to ${formatValue(maximum)}`;
  const odd = nonFinite === 0 ? '' : `; ${nonFinite} not finite, in magenta`;
  return {
    caption: `${label}: ${range}; ${formatPercent(clipped)} clipped${odd}`,
    colorBar: drawColorBar('gray', [black, white]),
  };
}

/** By their first bytes; undefined for what browsers do not show, or what could hold scripts. */
function typeOf(bytes: Uint8Array): 'image/png' | 'image/jpeg' | 'image/gif' | undefined {
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg';
  return bytes[0] === 0x47 && bytes[1] === 0x49 && bytes[2] === 0x46 ? 'image/gif' : undefined;
}
