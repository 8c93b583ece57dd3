/** A number with three digits that count, for the reason of a suspicion: 0.0123, 42, 1.4e+8. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}
