import { groupedNumber, shortNumber } from '../../lib/numbers-as-text.ts';

/** About how many places an axis names where its numbers lie close together. */
const aboutMany = 5;

/** Steps of 1, 2 or 5 times a power of ten, `aboutMany` of them between two numbers. */
function evenPlaces(from: number, to: number): number[] {
  const rough = (to - from) / aboutMany;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Steps between the places of an even axis, rising. (uPlot's own end at 10^32, and what explodes would have no numbers.) */
export const evenSteps: readonly number[] = Array.from({ length: 340 }, (_, i) =>
  [1, 2, 2.5, 5].map((factor) => Number(`${factor}e${i - 32}`)),
).flat();

/**
 * The places to name on a logarithmic axis: powers of ten, with round numbers between them where there are few decades, and
 * even steps where there is not half of one. (uPlot's own never end for some ranges that do not begin at a power of ten.)
 *
 * @param from above 0
 * @param to above `from`
 */
export function logPlaces(from: number, to: number): number[] {
  const decades = Math.log10(to) - Math.log10(from);
  if (decades < 0.5) return evenPlaces(from, to);
  const leading = decades < 1.5 ? [1, 2, 3, 5, 7] : decades < 3 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / 9));
  const places: number[] = [];
  for (let exponent = Math.floor(Math.log10(from)); exponent <= Math.ceil(Math.log10(to)); exponent++) {
    if (exponent % every !== 0) continue;
    for (const digit of leading) places.push(Number(`${digit}e${exponent}`));
  }
  return places.filter((place) => place >= from && place <= to);
}

const minute = 60;
const day = 86_400;
const pad = (n: number): string => String(n).padStart(2, '0');

/** Moments in seconds since 1970 as labels: the time of day, and the date below where it is another than that before. */
export function momentLabels(moments: readonly (number | null)[]): string[] {
  const known = moments.filter((moment) => moment !== null);
  const step = (known[1] ?? 0) - (known[0] ?? 0);
  let lastDate = '';
  return moments.map((moment) => {
    if (moment === null) return '';
    const at = new Date(moment * 1000);
    const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
    if (step >= day) return date;
    const seconds = step < minute ? `:${pad(at.getSeconds())}` : '';
    const time = `${pad(at.getHours())}:${pad(at.getMinutes())}${seconds}`;
    const label = date === lastDate ? time : `${time}\n${date}`;
    lastDate = date;
    return label;
  });
}

/** Numbers as labels with as many digits as tell neighbours apart, however far an axis is zoomed. */
export function numberLabels(places: readonly (number | null)[]): string[] {
  const { step, most } = spreadOf(places);
  const digits = step > 0 && most > 0 ? Math.ceil(Math.log10(most / step)) + 1 : 4;
  return places.map((place) => (place === null ? '' : shortNumber(place, Math.min(12, Math.max(4, digits)))));
}

/** Steps as labels: thousands and millions as `k` and `M` where these are not too coarse. */
export function stepLabels(places: readonly (number | null)[]): string[] {
  const { step, most } = spreadOf(places);
  const [unit, name] = most >= 1e6 && step >= 1e5 ? [1e6, 'M'] : most >= 1e4 && step >= 100 ? [1e3, 'k'] : [1, ''];
  if (unit === 1 && step >= 1) return places.map((place) => (place === null ? '' : groupedNumber(place)));
  const labels = numberLabels(places.map((place) => (place === null ? null : place / unit)));
  return labels.map((label) => (label === '' || label === '0' ? label : `${label}${name}`));
}

function spreadOf(places: readonly (number | null)[]): { readonly step: number; readonly most: number } {
  const known = places.filter((place) => place !== null);
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < known.length; i++) step = Math.min(step, known[i]! - known[i - 1]!);
  return { step, most: Math.max(0, ...known.map(Math.abs)) };
}
