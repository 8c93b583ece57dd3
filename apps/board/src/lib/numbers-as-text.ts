/** A number in at most `digits` significant digits, short, with NaN and infinities in words of mathematics. */
export function shortNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-4 || size >= 1e7)
      ? value
          .toExponential(digits - 1)
          .replace(/\.?0+e/, 'e')
          .replace('e+', 'e')
      : String(Number(value.toPrecision(Math.max(digits, Math.ceil(Math.log10(size + 1))))));
  return text.replaceAll('-', '−');
}

/** A whole number with thin spaces between its thousands. */
export function groupedNumber(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u202f')
    .replace('-', '−');
}

/** A count with its noun, which takes an s for any other than 1. */
export function countOf(count: number, noun: string): string {
  return `${groupedNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

const second = 1;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A duration, given in seconds, in its two greatest units. */
export function durationText(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  const size = Math.abs(seconds);
  if (size < minute) return `${sign}${shortNumber(size, 3)} s`;
  const units: [string, number][] = [
    ['d', day],
    ['h', hour],
    ['min', minute],
    ['s', second],
  ];
  const first = units.findIndex(([, length]) => size >= length);
  const [name, length] = units[first]!;
  const whole = Math.floor(size / length);
  const next = units[first + 1];
  const rest = next === undefined ? 0 : Math.floor((size - whole * length) / next[1]);
  return `${sign}${whole} ${name}${rest > 0 && next !== undefined ? ` ${rest} ${next[0]}` : ''}`;
}

/** A moment, given in seconds since 1970, in the reader's time zone. */
export function momentText(seconds: number): string {
  const date = new Date(seconds * 1000);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}
