import { type ColorMapName, mappedColor } from './color-maps.ts';
import { type Drawing, textAt } from './drawing.ts';
import { formatValue } from './ticks.ts';

/** Colours of a map from left to right with the values that they stand for below; `scale` is said where it is not linear. */
export function drawColorBar(map: ColorMapName, [from, to]: readonly [number, number], scale = ''): Drawing {
  const width = 200;
  const title = `colours from ${formatValue(from)} to ${formatValue(to)}${scale === '' ? '' : `, ${scale}`}`;
  return {
    width,
    height: 26,
    title,
    description: `Colour map ${map}.`,
    body: colorBar(map, from, to, scale, 0, 0, width),
  };
}

/** A colour bar as a part of another drawing, 26 pixels high. */
export function colorBar(
  map: ColorMapName,
  from: number,
  to: number,
  scale: string,
  x: number,
  y: number,
  width: number,
): string {
  const steps = 64;
  const stripe = width / steps;
  const stripes = Array.from({ length: steps }, (_, step) => {
    const overlap = step === steps - 1 ? 0 : 0.5;
    return `<rect x="${(x + step * stripe).toFixed(2)}" y="${y}" width="${(stripe + overlap).toFixed(2)}" height="9" fill="${mappedColor(map, step / (steps - 1))}"/>`;
  });
  return [
    ...stripes,
    textAt(x, y + 22, formatValue(from, 3), 'chart-quiet'),
    textAt(x + width, y + 22, `${formatValue(to, 3)}${scale === '' ? '' : ` (${scale})`}`, 'chart-quiet', 'end'),
  ].join('');
}
