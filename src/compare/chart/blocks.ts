import type { Axis } from './axis.ts';

const blocks = '▁▂▃▄▅▆▇█';

/** A curve as one line of text, a block for each point; a blank where a value is not finite. */
export function drawBlocks(values: readonly number[], axis: Axis): string {
  return values
    .map((value) => {
      if (!Number.isFinite(value)) return ' ';
      const level = Math.min(blocks.length - 1, Math.floor(axis.shareOf(value) * blocks.length));
      return blocks[level]!;
    })
    .join('');
}
