import type { Axis } from './axis.ts';

/** A value marked on an axis. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** About `count` round values within an axis, the labels all different; its two ends where no round value lies between. */
export function ticksOf(axis: Axis, count: number): Tick[] {
  const round = axis.isLogarithmic ? logarithmicTicks(axis, count) : linearTicks(axis, count);
  const values = round.length >= 2 || axis.least === axis.most ? round : [axis.least, axis.most];
  for (let digits = 3; ; digits++) {
    const labels = values.map((value) => formatValue(value, digits));
    if (digits === 17 || new Set(labels).size === labels.length) {
      return values.map((value, index) => ({ value, label: labels[index]! }));
    }
  }
}

function linearTicks({ least, most }: Axis, count: number): number[] {
  if (least === most) return [least];
  const rough = most / count - least / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * 0.999) ?? 10;
  const step = factor * power;
  const first = Math.ceil(least / step);
  const last = Math.floor(most / step);
  // So narrow a range beside the size of its numbers has no round numbers between.
  if (!(last - first <= 4 * count) || step === 0) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)) + 0);
}

function logarithmicTicks(axis: Axis, count: number): number[] {
  const { least, most } = axis;
  if (least === most) return [least];
  const first = Math.ceil(Math.log10(least) - 1e-9);
  const last = Math.floor(Math.log10(most) + 1e-9);
  if (last - first >= 2) {
    const stride = Math.ceil((last - first + 1) / count);
    return Array.from(
      { length: Math.floor((last - first) / stride) + 1 },
      (_, index) => 10 ** (first + index * stride),
    );
  }
  const fine = [-1, 0, 1, 2].flatMap((decade) => [1, 2, 5].map((factor) => factor * 10 ** (first + decade)));
  const within = fine.filter((value) => value >= least && value <= most);
  return within.length >= 2 ? within : linearTicks(axis, count);
}

const prefixes: readonly (readonly [number, string])[] = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** A number in few characters: `0.25`, `12.5k`, `3M`, `1e−5`, `NaN`, `∞`. */
export function formatValue(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const [unit, letter] = (size >= 1e4 && size < 1e12 && prefixes.find(([least]) => size >= least)) || [1, ''];
  const precise = value / unit;
  // Digits cut off may round the largest numbers beyond what there is.
  const rounded = [Number(precise.toPrecision(digits)), precise].find(Number.isFinite)!;
  const isTiny = size > 0 && size < 1e-3;
  const text = isTiny || size >= 1e12 ? rounded.toExponential().replace('e+', 'e') : String(rounded);
  return `${text}${letter}`.replaceAll('-', '−');
}
