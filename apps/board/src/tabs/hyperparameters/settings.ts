import { computed } from '@preact/signals';
import { choiceParameter, setParameter, textParameter } from '../../state/parameters.ts';

export const statistic = choiceParameter('metric', ['last', 'minimum', 'maximum']);
/** Keys of the columns that are shown; empty for the usual ones. */
export const chosenColumns = setParameter('column');
/** Key of the column by which rows are sorted, with a `-` before it for the largest first. */
export const order = textParameter('order');
export const rowFilter = textParameter('filter', '', { history: 'replace' });
/** Key of the column that colours the lines; empty for the colours of the runs. */
export const colourBy = textParameter('colourby');

/** Part of an axis that a run must be in: shares from its foot. */
export type Brush = readonly [from: number, to: number];

const texts = setParameter('brush', { history: 'replace' });

export const brushes = computed<ReadonlyMap<string, Brush>>(() => {
  const found = new Map<string, Brush>();
  for (const text of texts.value) {
    const [, from, to, key] = /^([\d.]+),([\d.]+):(.+)$/s.exec(text) ?? [];
    if (key !== undefined && Number(from) <= Number(to)) found.set(key, [Number(from), Number(to)]);
  }
  return found;
});

/** Brushes an axis, or with undefined no longer. */
export function setBrush(key: string, brush: Brush | undefined): void {
  const next = new Map(brushes.value);
  if (brush === undefined) next.delete(key);
  else next.set(key, brush);
  const rounded = (share: number): string => String(Number(Math.min(1, Math.max(0, share)).toFixed(3)));
  texts.value = new Set([...next].map(([own, [from, to]]) => `${rounded(from)},${rounded(to)}:${own}`));
}
