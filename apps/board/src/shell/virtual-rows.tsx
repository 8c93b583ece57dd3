import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

interface Props {
  /** The element that scrolls; rows are placed inside it. */
  readonly scroller: RefObject<HTMLElement | null>;
  /** Where each row begins, in pixels, and in the end where the last one ends. */
  readonly offsets: readonly number[];
  readonly renderRow: (index: number) => ComponentChildren;
  readonly keyOf: (index: number) => string;
  /** Pixels above and below the window in which rows are there already. */
  readonly margin?: number;
  readonly className?: string;
}

/** The last row that begins at or above `y`. */
export function rowAt(offsets: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A list of any length, of which only the rows in view are in the document. */
export function VirtualRows({ scroller, offsets, renderRow, keyOf, margin = 300, className }: Props): JSX.Element {
  const [view, setView] = useState({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const next = { top: element.scrollTop, height: element.clientHeight };
      setView((known) => (known.top === next.top && known.height === next.height ? known : next));
    };
    measure();
    element.addEventListener('scroll', measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', measure);
      observer.disconnect();
    };
  }, [scroller]);
  const count = offsets.length - 1;
  const rows: JSX.Element[] = [];
  if (count > 0) {
    const last = rowAt(offsets, view.top + view.height + margin);
    for (let i = rowAt(offsets, view.top - margin); i <= last; i++) {
      rows.push(
        <div key={keyOf(i)} class="virtual-row" role="presentation" style={{ top: `${offsets[i]}px` }}>
          {renderRow(i)}
        </div>,
      );
    }
  }
  return (
    <div class={`virtual-rows ${className ?? ''}`} role="presentation" style={{ height: `${offsets[count] ?? 0}px` }}>
      {rows}
    </div>
  );
}
