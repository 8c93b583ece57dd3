import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Size, useSize } from '../../shell/use-size.ts';
import { theme } from '../../state/theme.ts';
import { chartFont, type Inks, inks } from './inks.ts';

interface Props {
  /** Draws everything, in pixels of the page. */
  readonly draw: (context: CanvasRenderingContext2D, size: Size, ink: Inks) => void;
  /** What the drawing shows, for screen readers. */
  readonly label: string;
  /** Height in pixels; without one, that of its place. */
  readonly height?: number;
  /** Where the pointer is; undefined once it left. */
  readonly onPoint?: (x: number, y: number, size: Size) => void;
  readonly onLeave?: () => void;
  readonly onChoose?: (x: number, y: number, size: Size) => void;
  /** With keys the drawing can have the focus. */
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

/** A drawing that fills its place, sharp on every screen, in the colours of the theme. */
export function Canvas({ draw, label, height, onPoint, onLeave, onChoose, onKeyDown }: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(place);
  const ink = inks[theme.value];
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context === null || context === undefined || size.width === 0 || size.height === 0) return;
    const scale = devicePixelRatio;
    element.width = Math.round(size.width * scale);
    element.height = Math.round(size.height * scale);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.font = chartFont;
    context.textBaseline = 'middle';
    draw(context, size, ink);
  });
  const at = (event: PointerEvent, report: Props['onPoint']): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (box !== undefined) report?.(event.clientX - box.left, event.clientY - box.top, size);
  };
  return (
    <div
      ref={place}
      class="drawing"
      style={height === undefined ? {} : { height: `${height}px` }}
      {...(onKeyDown === undefined
        ? { role: 'img', 'aria-label': label }
        : { role: 'application', 'aria-label': label, 'aria-roledescription': 'chart', tabIndex: 0, onKeyDown })}
      onPointerMove={(event: PointerEvent) => {
        at(event, onPoint);
        if (event.buttons === 1) at(event, onChoose);
      }}
      onPointerDown={(event: PointerEvent) => at(event, onChoose)}
      onPointerLeave={onLeave}
    >
      <canvas ref={canvas} />
    </div>
  );
}
