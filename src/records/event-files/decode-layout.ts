import type { EventLayout, LayoutCategory, LayoutChart } from './event-value.ts';
import { WireReader } from './wire.ts';

/** Reads a Layout (tensorboard/plugins/custom_scalar/layout.proto). */
export function decodeLayout(bytes: Uint8Array): EventLayout {
  const reader = new WireReader(bytes);
  const categories: LayoutCategory[] = [];
  reader.fieldsUpTo(bytes.length, (field, end) => {
    if (field === 2) categories.push(category(reader, end));
  });
  return { kind: 'layout', categories };
}

function category(reader: WireReader, end: number): LayoutCategory {
  let title = '';
  let closed = false;
  const charts: LayoutChart[] = [];
  reader.messageWithin(end, (field, stop) => {
    if (field === 1) title = reader.textWithin(stop);
    else if (field === 2) charts.push(chart(reader, stop));
    else if (field === 3) closed = reader.readBoolean();
  });
  return { title, charts, closed };
}

function chart(reader: WireReader, end: number): LayoutChart {
  let title = '';
  let tags: string[] | undefined;
  let margins: NonNullable<LayoutChart['margins']>[number][] | undefined;
  reader.messageWithin(end, (field, stop) => {
    if (field === 1) title = reader.textWithin(stop);
    else if (field === 2) {
      const patterns: string[] = [];
      tags = patterns;
      reader.messageWithin(stop, (part, partEnd) => {
        if (part === 1) patterns.push(reader.textWithin(partEnd));
      });
    } else if (field === 3) {
      const bands: NonNullable<typeof margins> = [];
      margins = bands;
      reader.messageWithin(stop, (part, partEnd) => {
        if (part === 1) bands.push(margin(reader, partEnd));
      });
    }
  });
  return { title, tags, margins };
}

function margin(reader: WireReader, end: number): { value: string; lower: string; upper: string } {
  const names = ['', '', ''];
  reader.messageWithin(end, (field, stop) => {
    if (field >= 1 && field <= 3) names[field - 1] = reader.textWithin(stop);
  });
  return { value: names[0]!, lower: names[1]!, upper: names[2]! };
}
