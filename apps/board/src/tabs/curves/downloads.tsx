import type { JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../shell/icon.tsx';
import { sayFailure } from '../../state/messages.ts';
import type { SeriesOfRun } from './chart-content.ts';
import { csvOf } from './csv.ts';
import type { Curve } from './curve.ts';
import type { CurveChart } from './curve-chart.ts';
import { pngOf, svgOf } from './picture.ts';

interface Props {
  readonly name: string;
  readonly series: readonly SeriesOfRun[];
  readonly curves: readonly Curve[];
  readonly chart: RefObject<CurveChart | undefined>;
}

/** The picture as SVG or PNG, the numbers as CSV. */
export function Downloads({ name, series, curves, chart }: Props): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const closeElsewhere = (event: Event): void => {
      if (event.target instanceof Node && element.current?.contains(event.target)) return;
      setOpen(false);
    };
    const closeOnEscape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setOpen(false);
    };
    document.addEventListener('pointerdown', closeElsewhere);
    document.addEventListener('keydown', closeOnEscape);
    return () => {
      document.removeEventListener('pointerdown', closeElsewhere);
      document.removeEventListener('keydown', closeOnEscape);
    };
  }, [isOpen]);
  const offer = async (ending: string, make: () => Blob | Promise<Blob>): Promise<void> => {
    setOpen(false);
    try {
      save(await make(), `${name.replaceAll(/[^\w.-]+/g, '-')}.${ending}`);
    } catch (cause) {
      sayFailure(cause);
    }
  };
  const drawn = chart.current;
  return (
    <div class="menu" ref={element}>
      <button
        type="button"
        class="icon-button"
        aria-label={`Download ${name}`}
        title="Download"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="download" />
      </button>
      {isOpen && (
        <div class="menu-items">
          {drawn !== undefined && (
            <>
              <button type="button" onClick={() => void offer('svg', () => svgOf(name, drawn, curves))}>
                SVG
              </button>
              <button type="button" onClick={() => void offer('png', () => pngOf(name, drawn, curves))}>
                PNG
              </button>
            </>
          )}
          <button type="button" onClick={() => void offer('csv', () => csvOf(series))}>
            CSV, every point
          </button>
        </div>
      )}
    </div>
  );
}

function save(content: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
