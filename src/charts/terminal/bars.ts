import { formatValue } from '../ticks.ts';

/** A value to be drawn as a bar. */
export interface TextBar {
  readonly name: string;
  readonly value: number;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * Values as horizontal bars from 0 on one scale, a line each: name, bar, number. Negative values have bars of their size and
 * say so in the number; those that are not finite have none.
 *
 * @param width columns of a line
 */
export function drawBars(
  bars: readonly TextBar[],
  width: number,
  format: (value: number) => string = formatValue,
): string[] {
  const names = bars.map(({ name }) => [...name].length);
  const nameWidth = Math.max(0, ...names);
  const numbers = bars.map(({ value }) => format(value));
  const room = Math.max(4, width - nameWidth - Math.max(0, ...numbers.map((text) => text.length)) - 4);
  const most = Math.max(0, ...bars.map(({ value }) => Math.abs(value)).filter(Number.isFinite));
  return bars.map(({ name, value }, index) => {
    const length = most === 0 || !Number.isFinite(value) ? 0 : Math.round((Math.abs(value) / most) * room * 8);
    const bar = `${'█'.repeat(Math.floor(length / 8))}${eighths[length % 8]}`;
    return `${name}${' '.repeat(nameWidth - names[index]!)}  ${bar}${bar === '' ? '' : ' '}${numbers[index]}`;
  });
}
