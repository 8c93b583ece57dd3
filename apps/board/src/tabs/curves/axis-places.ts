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
