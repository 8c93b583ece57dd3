/** A whole number with commas: `1,234,567`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 epoch`, `3 epochs`. */
export function formatQuantity(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** A number with four significant digits, without trailing zeros: `0.4123`, `1.2e-7`. */
export function formatNumber(number: number): string {
  if (!Number.isFinite(number)) return String(number);
  return String(Number(number.toPrecision(4)));
}

/** `85.3 %` */
export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** `45 ms`, `3.2 s`, `2 min 05 s`, `3 h 04 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return `${Math.round(1000 * seconds)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two((whole % 3600) / 60)} min`;
}

/** A float32 in the fewest digits that give the same float32 again. */
export function formatFloat32(number: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(number.toPrecision(digits)));
    if (Math.fround(Number(text)) === number) return text;
  }
  return String(Number(number.toPrecision(9)));
}

/** A column of a table. */
export interface Column {
  readonly heading: string;
  readonly align?: 'left' | 'right';
}

/** Rows of cells under headings, columns two blanks apart; cells must be plain text. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ heading }, index) =>
    rows.reduce((width, row) => Math.max(width, row[index]!.length), heading.length),
  );
  const formatRow = (cells: readonly string[]) =>
    cells
      .map((cell, index) =>
        columns[index]!.align === 'right' ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!),
      )
      .join('  ')
      .trimEnd();
  return [columns.map(({ heading }) => heading), ...rows].map(formatRow);
}
