import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { countOf, groupedNumber, shortNumber } from '../../lib/numbers-as-text.ts';
import { Icon } from '../../shell/icon.tsx';
import { useSize } from '../../shell/use-size.ts';
import { theme } from '../../state/theme.ts';
import { CardFrame } from '../shared/card-frame.tsx';
import { type ChartContent, runsOf } from './chart-content.ts';
import type { Curve } from './curve.ts';
import { type Crosshair, CurveChart } from './curve-chart.ts';
import { Downloads } from './downloads.tsx';
import { countWithoutPlace } from './draw-curves.ts';
import { axis, isLogX, logY, setZoom, zoomOf } from './settings.ts';
import { useCurves } from './use-curves.ts';
import { ValueTable } from './value-table.tsx';

interface Props {
  readonly content: ChartContent;
  readonly isWide: boolean;
}

/** Height of the values beside the pointer, at most. */
const roomForValues = 250;

/** The curves of one chart. */
export function CurveCard({ content, isWide }: Props): JSX.Element {
  const { name, title, series } = content;
  const runs = runsOf(series).length;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<CurveChart | undefined>(undefined);
  const { width, height } = useSize(place);
  const [crosshair, setCrosshair] = useState<Crosshair>();
  const [spoken, setSpoken] = useState('');
  const [isLow, setLow] = useState(false);
  const zoom = zoomOf(name);
  const { curves, state, failure, withoutEpochs, unordered } = useCurves(content, zoom, width);

  useEffect(() => {
    if (place.current === null) return undefined;
    const made = new CurveChart(place.current, {
      onZoom: (next) => setZoom(name, next),
      onCrosshair(next) {
        const box = place.current?.getBoundingClientRect();
        // Where there is no room below, the values stand above.
        setLow(box !== undefined && box.bottom + roomForValues > innerHeight && box.top > roomForValues);
        setCrosshair(next);
      },
    });
    chart.current = made;
    return () => made.destroy();
  }, [name]);

  useEffect(() => {
    if (width === 0 || height === 0 || state === 'waiting') return;
    chart.current?.update({
      curves,
      axis: axis.value,
      isLogX: isLogX.value,
      isLogY: logY.value,
      zoom,
      theme: theme.value,
      width,
      height,
    });
  }, [curves, state, axis.value, isLogX.value, logY.value, zoom, theme.value, width, height]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const made = chart.current;
    if (made === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const pixels = event.shiftKey ? 40 : 4;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => made.moveCrosshair(-pixels),
      ArrowRight: () => made.moveCrosshair(pixels),
      '+': () => made.zoomBy(0.5),
      '-': () => made.zoomBy(2),
      '0': () => setZoom(name, undefined),
    };
    const handler = keys[event.key];
    if (handler === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    handler();
    setSpoken(event.key);
  };

  const shown = chart.current?.shown;
  const low = logY.value && shown !== undefined ? countWithoutPlace(curves, shown.x) : 0;
  const remarks = [
    state === 'failed' ? failure : '',
    content.problem,
    withoutEpochs > 0 && withoutEpochs === runs ? 'These runs record no epochs' : '',
    withoutEpochs > 0 && withoutEpochs < runs ? `${countOf(withoutEpochs, 'run')} without epochs` : '',
    low > 0 ? `${countOf(low, 'value')} at or below 0, marked at the foot` : '',
    restartsOf(curves),
    unordered > 0 ? 'Steps go back and forth; sorted by step' : '',
  ].filter(Boolean);
  const tools = (
    <>
      {zoom !== undefined && (
        <button
          type="button"
          class="icon-button"
          aria-label={`Show all of ${name}`}
          title="Show all"
          onClick={() => setZoom(name, undefined)}
        >
          <Icon name="reset" />
        </button>
      )}
      <Downloads name={name} series={series} curves={curves} chart={chart} />
    </>
  );

  return (
    <CardFrame tag={name} {...(title !== undefined && { title })} isWide={isWide} isLow={isLow} tools={tools}>
      <div
        ref={place}
        class="chart"
        role="application"
        aria-roledescription="chart"
        aria-label={descriptionOf(name, curves)}
        data-state={state}
        data-points={curves.reduce((sum, { points }) => sum + points, 0)}
        onKeyDown={onKeyDown}
      />
      {remarks.length > 0 && <p class="card-remark">{remarks.join(' · ')}</p>}
      {(isWide || crosshair?.isOwn === true) && (
        <ValueTable crosshair={crosshair} curves={curves} axis={axis.value} isFloating={!isWide} rows={series.length} />
      )}
      <p class="for-screen-readers" aria-live="polite">
        {spoken !== '' && crosshair !== undefined
          ? `${shortNumber(crosshair.x)}: ${crosshair.readings
              .slice(0, 4)
              .map(({ curve, high, marks }) => `${curve.label} ${marks || shortNumber(high)}`)
              .join(', ')}`
          : ''}
      </p>
    </CardFrame>
  );
}

/** Where runs were restarted and went over steps again. */
function restartsOf(curves: readonly Curve[]): string {
  const restarted = curves.filter(({ restarts }) => restarts.length > 0);
  if (restarted.length === 0) return '';
  const [first] = restarted;
  const step = first?.restarts[0]?.step ?? 0;
  if (restarted.length === 1) return `Restarted at step ${groupedNumber(step)}; what that replaced is faint`;
  return `${restarted.length} runs were restarted; what that replaced is faint`;
}

function descriptionOf(name: string, curves: readonly { readonly points: number; readonly label: string }[]): string {
  const names = curves
    .slice(0, 5)
    .map(({ label, points }) => `${label} with ${points} points`)
    .join(', ');
  return `Chart of ${name}: ${names}${curves.length > 5 ? `, and ${curves.length - 5} more` : ''}`;
}
