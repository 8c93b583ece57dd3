import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { mappedColor, type RunSummary } from '../../api/contract.ts';
import { useSize } from '../../shell/use-size.ts';
import { runColour } from '../../state/colours.ts';
import { focusable } from '../shared/focusable.ts';
import { type Column, cellText } from './columns.ts';
import { type Brush, brushes, setBrush } from './settings.ts';

const height = 280;
const top = 40;
const bottom = height - 44;
const side = 70;
const hitWidth = 32;
const smallestBrush = 0.015;
const keyStep = 0.05;
const mostTicks = 8;

interface Props {
  readonly columns: readonly Column[];
  readonly runs: readonly RunSummary[];
  /** Runs that all brushes leave. */
  readonly kept: ReadonlySet<string>;
  readonly colourColumn: Column | undefined;
}

const yOf = (share: number): number => bottom - share * (bottom - top);
const shareAt = (y: number): number => Math.min(1, Math.max(0, (bottom - y) / (bottom - top)));

/** Parallel axes, a line for each run; dragging along an axis keeps the runs that pass there. */
export function ParallelCoordinates({ columns, runs, kept, colourColumn }: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const size = useSize(place);
  const [hovered, setHovered] = useState('');
  const width = Math.max(size.width, columns.length * 92);
  const xOf = (i: number): number =>
    columns.length < 2 ? width / 2 : side + (i / (columns.length - 1)) * (width - 2 * side);
  const colourOf = (run: string): string => {
    if (colourColumn === undefined) return runColour(run);
    const share = colourColumn.shareOf(run);
    // The palest end of the map can hardly be told from white.
    return share === undefined ? '#888888' : mappedColor('viridis', 0.92 * share);
  };
  const pathOf = (run: string): string => {
    let isDown = false;
    return columns
      .map((column, i) => {
        const share = column.shareOf(run);
        const command = isDown ? 'L' : 'M';
        isDown = share !== undefined;
        return share === undefined ? '' : `${command}${xOf(i).toFixed(1)} ${yOf(share).toFixed(1)}`;
      })
      .join('');
  };
  // Those that are kept are drawn over the others.
  const drawn = [...runs].sort((a, b) => Number(kept.has(a.id)) - Number(kept.has(b.id)));
  return (
    <div class="parallel" ref={place}>
      <svg width={width} height={height}>
        <title>Parallel coordinates of {runs.length} runs</title>
        <g fill="none" class="parallel-lines">
          {drawn.map(({ id, name }) => (
            <path
              key={id}
              d={pathOf(id)}
              stroke={colourOf(id)}
              data-kept={kept.has(id)}
              data-hovered={hovered === id}
              onPointerEnter={() => setHovered(id)}
              onPointerLeave={() => setHovered('')}
            >
              <title>{name}</title>
            </path>
          ))}
        </g>
        {columns.map((column, i) => (
          <ParallelAxis
            key={column.key}
            column={column}
            x={xOf(i)}
            room={columns.length < 2 ? width : (width - 2 * side) / (columns.length - 1)}
            value={hovered === '' ? '' : cellText(column.cellOf(hovered))}
          />
        ))}
      </svg>
    </div>
  );
}

interface AxisProps {
  readonly column: Column;
  readonly x: number;
  readonly room: number;
  /** Of the line under the pointer. */
  readonly value: string;
}

function ParallelAxis({ column, x, room, value }: AxisProps): JSX.Element {
  const brush = brushes.value.get(column.key);
  const from = useRef<number | undefined>(undefined);
  const shareOf = (event: PointerEvent): number => {
    const box = (event.currentTarget as Element).closest('svg')?.getBoundingClientRect();
    return shareAt(event.clientY - (box?.top ?? 0));
  };
  const between = (a: number, b: number): Brush => (a < b ? [a, b] : [b, a]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const [low, high] = brush ?? [0, 1];
    const moves: Record<string, Brush | undefined> = {
      ArrowUp: event.shiftKey
        ? [low, high + keyStep]
        : brush === undefined
          ? [keyStep, 1]
          : [Math.min(low + keyStep, 1), Math.min(high + keyStep, 1)],
      ArrowDown: event.shiftKey
        ? [low, Math.max(low + smallestBrush, high - keyStep)]
        : brush === undefined
          ? [0, 1 - keyStep]
          : [Math.max(0, low - keyStep), Math.max(smallestBrush, high - keyStep)],
      Escape: undefined,
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    setBrush(column.key, moves[event.key]);
  };
  const ticks = column.ticks.filter(
    (_, i) => column.ticks.length <= mostTicks || i % Math.ceil(column.ticks.length / mostTicks) === 0,
  );
  const attributes = { ...focusable(labelOf(column, brush)), onKeyDown };
  const letters = Math.max(8, Math.floor(Math.min(room, 180) / 7.4));
  return (
    <g class="parallel-axis" transform={`translate(${x.toFixed(1)} 0)`} {...attributes}>
      <title>{column.title}</title>
      <text y={14} class="parallel-title">
        {shortened(column.title, letters)}
      </text>
      <path d={`M0 ${top}V${bottom}`} class="parallel-line" />
      {ticks.map(({ share, text }) => (
        <text
          key={text}
          x={column.isNumeric ? 0 : 8}
          y={column.isNumeric ? (share > 0.5 || ticks.length === 1 ? top - 8 : bottom + 16) : yOf(share) + 4}
          class={column.isNumeric ? 'parallel-tick' : 'parallel-tick is-word'}
        >
          {shortened(text, letters)}
        </text>
      ))}
      {column.isLogarithmic && (
        <text y={bottom + 30} class="parallel-tick quiet">
          log
        </text>
      )}
      {value !== '' && (
        <text y={28} class="parallel-value">
          {shortened(value, letters)}
        </text>
      )}
      {brush !== undefined && (
        <rect
          x={-6}
          width={12}
          y={yOf(brush[1])}
          height={Math.max(2, yOf(brush[0]) - yOf(brush[1]))}
          class="parallel-brush"
        />
      )}
      <rect
        class="parallel-hit"
        x={-hitWidth / 2}
        width={hitWidth}
        y={top - 6}
        height={bottom - top + 12}
        onPointerDown={(event: PointerEvent) => {
          (event.currentTarget as Element).setPointerCapture(event.pointerId);
          from.current = shareOf(event);
        }}
        onPointerMove={(event: PointerEvent) => {
          if (from.current === undefined) return;
          const to = shareOf(event);
          if (Math.abs(to - from.current) >= smallestBrush) setBrush(column.key, between(from.current, to));
        }}
        onPointerUp={(event: PointerEvent) => {
          if (from.current !== undefined && Math.abs(shareOf(event) - from.current) < smallestBrush) {
            setBrush(column.key, undefined);
          }
          from.current = undefined;
        }}
      />
    </g>
  );
}

function labelOf({ title }: Column, brush: Brush | undefined): string {
  const part =
    brush === undefined ? 'all' : `${Math.round(100 * brush[0])} to ${Math.round(100 * brush[1])} percent of the axis`;
  return `${title}: ${part}. Arrow keys move the part that is kept, with shift they size it, Escape keeps all`;
}

/** The end of a dotted name says most. */
function shortened(text: string, letters: number): string {
  return text.length <= letters ? text : `…${text.slice(-(letters - 1))}`;
}
