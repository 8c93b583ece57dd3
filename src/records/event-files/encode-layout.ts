import { PbfWriter } from 'pbf';
import type { LayoutCategory, LayoutChart } from './event-value.ts';

/** A Layout (tensorboard/plugins/custom_scalar/layout.proto) in bytes. */
export function encodeLayout(categories: readonly LayoutCategory[]): Uint8Array {
  const writer = new PbfWriter();
  for (const category of categories) writer.writeMessage(2, writeCategory, category);
  return writer.finish();
}

function writeCategory({ title, charts, closed }: LayoutCategory, writer: PbfWriter): void {
  writer.writeStringField(1, title);
  for (const chart of charts) writer.writeMessage(2, writeChart, chart);
  if (closed === true) writer.writeBooleanField(3, true);
}

function writeChart({ title, tags, margins }: LayoutChart, writer: PbfWriter): void {
  writer.writeStringField(1, title);
  if (margins === undefined) {
    writer.writeMessage(
      2,
      (patterns, chart) => {
        for (const pattern of patterns) chart.writeStringField(1, pattern);
      },
      tags ?? [],
    );
    return;
  }
  writer.writeMessage(
    3,
    (bands, chart) => {
      for (const band of bands) {
        chart.writeMessage(
          1,
          ({ value, lower, upper }, message) => {
            message.writeStringField(1, value);
            message.writeStringField(2, lower);
            message.writeStringField(3, upper);
          },
          band,
        );
      }
    },
    margins,
  );
}
