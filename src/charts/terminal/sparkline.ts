import { type Axis, axisOver } from '../axis.ts';

const blocks = '▁▂▃▄▅▆▇█';

/**
 * A curve as one line of text, a block for each value; a blank where a value has no place on the axis.
 *
 * @param axis by default one over the values themselves
 */
export function drawSparkline(values: readonly number[], axis: Axis | undefined = axisOver([values])): string {
  return values
    .map((value) => {
      const share = axis?.shareOf(value) ?? Number.NaN;
      return Number.isFinite(share) ? blocks[Math.min(blocks.length - 1, Math.floor(share * blocks.length))] : ' ';
    })
    .join('');
}
