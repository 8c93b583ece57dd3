import { computed } from '@preact/signals';
import type { Axis } from '../../api/contract.ts';
import { choiceParameter, numberParameter, setParameter, switchParameter } from '../../state/parameters.ts';

/** What stands along x. */
export const axis = choiceParameter<Axis>('x', ['step', 'epoch', 'relative', 'wall']);
export const logX = switchParameter('logx');
export const logY = switchParameter('logy');
/** Weight of the exponential mean; at 0, the default, nothing is smoothed. */
export const smoothing = numberParameter('smooth', { initial: 0, least: 0, most: 0.999 }, { history: 'replace' });
/** Whether runs that differ in their seed alone are drawn as their mean with a band. */
export const bySeeds = switchParameter('seeds');
/** What stands in one chart: a tag, or what writers of runs put together. */
export const grouping = choiceParameter('charts', ['tags', 'layout']);
/** How the values at the crosshair are sorted. */
export const sortBy = choiceParameter('sort', ['nearest', 'value']);

/** A logarithmic axis of dates makes no sense; of the others, it does. */
export const isLogX = computed(() => logX.value && axis.value !== 'wall');

/** The part of a chart that is shown: x, and y where that was chosen too. */
export interface Zoom {
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number] | undefined;
}

/** One text for each chart that is zoomed: two or four numbers, the axis, the name of the chart. */
const zooms = setParameter('zoom');

/** Numbers, axis, name, which may have colons. */
const partsOf = (text: string): readonly string[] => /^([^:]*):([^:]*):(.*)$/s.exec(text)?.slice(1) ?? [];

const zoomsByChart = computed(() => {
  const found = new Map<string, Zoom>();
  for (const text of zooms.value) {
    const [numbers = '', on, name] = partsOf(text);
    const [x0, x1, y0, y1] = numbers.split(',').map(Number);
    if (on !== axis.value || name === undefined || x0 === undefined || x1 === undefined || !(x0 < x1)) continue;
    const y = y0 !== undefined && y1 !== undefined && y0 < y1 ? ([y0, y1] as const) : undefined;
    found.set(name, { x: [x0, x1], y });
  }
  return found;
});

export const zoomOf = (name: string): Zoom | undefined => zoomsByChart.value.get(name);

/** Zooms a chart, or shows all of it again. */
export function setZoom(name: string, zoom: Zoom | undefined): void {
  const others = [...zooms.value].filter((text) => partsOf(text)[2] !== name);
  const numbers = zoom === undefined ? [] : [...zoom.x, ...(zoom.y ?? [])].map((n) => Number(n.toPrecision(12)));
  zooms.value = new Set(zoom === undefined ? others : [...others, `${numbers.join(',')}:${axis.value}:${name}`]);
}
