import type { JSX } from 'preact';
import { useCallback, useMemo, useState } from 'preact/hooks';
import type { LayersAnswer, RunSummary } from '../../api/contract.ts';
import { queryOf } from '../../api/requests.ts';
import { groupedNumber, shortNumber } from '../../lib/numbers-as-text.ts';
import type { Size } from '../../shell/use-size.ts';
import { atStep, placeAt, setStep } from '../../state/at-step.ts';
import { Canvas } from '../shared/canvas.tsx';
import { ColorBar } from '../shared/color-bar.tsx';
import type { Inks } from '../shared/inks.ts';
import { StepSlider } from '../shared/step-slider.tsx';
import { useAnswer } from '../shared/use-answer.ts';
import { type Cell, cellAt, drawLayers, heightsOf, valueText } from './draw-layers.ts';
import { matrixOf, mostRows } from './layer-matrix.ts';
import { measureOf } from './measures.ts';

interface Props {
  readonly run: RunSummary;
  readonly measure: string;
}

/** One measure of every layer: a heat map over steps, and bars at the chosen step. */
export function LayerCard({ run, measure }: Props): JSX.Element {
  const { answer, failure } = useAnswer<LayersAnswer>(`layers?${queryOf({ run: run.id, measure })}`, [run]);
  const about = measureOf(measure);
  const matrix = useMemo(() => (answer === undefined ? undefined : matrixOf(answer, about)), [answer]);
  const [cell, setCell] = useState<Cell>();
  const chosen = placeAt(matrix?.steps ?? [], atStep.value);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, size: Size, ink: Inks): void => {
      if (matrix !== undefined && matrix.steps.length > 0) drawLayers(context, size, ink, matrix, { cell, chosen });
    },
    [matrix, cell, chosen],
  );
  const rows = matrix?.layers.length ?? 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
    };
    const move = moves[event.key];
    if (matrix === undefined || move === undefined) return;
    event.preventDefault();
    const from = cell ?? { row: 0, column: chosen };
    setCell({
      row: Math.min(rows - 1, Math.max(0, from.row + move[0])),
      column: Math.min(matrix.steps.length - 1, Math.max(0, from.column + move[1])),
    });
  };
  const reading =
    matrix === undefined || cell === undefined
      ? ''
      : `${matrix.layers[cell.row]} · step ${groupedNumber(matrix.steps[cell.column] ?? 0)} · ${valueText(matrix.values[cell.row]?.[cell.column])}`;

  return (
    <article class="card" aria-label={about.title} data-state={matrix === undefined ? 'waiting' : 'ready'}>
      <header class="card-header">
        <h2 class="card-title">
          {about.title} {reading === '' && <span class="quiet layer-about">{about.about}</span>}
        </h2>
        <output class="layer-reading" aria-live="polite">
          {reading}
        </output>
      </header>
      {failure !== '' && <p class="card-failure">{failure}</p>}
      <div class="layer-place" style={{ height: `${heightsOf(Math.max(rows, 4)).all}px` }}>
        <Canvas
          draw={draw}
          label={`${about.title} of ${rows} layers over ${matrix?.steps.length ?? 0} steps; arrow keys read values`}
          onPoint={(x, y, size) => setCell(matrix === undefined ? undefined : cellAt(matrix, size, x, y))}
          onLeave={() => setCell(undefined)}
          onChoose={(x, y, size) => {
            const at = matrix === undefined ? undefined : cellAt(matrix, size, x, y);
            if (at !== undefined)
              setStep(at.column === matrix!.steps.length - 1 ? undefined : matrix!.steps[at.column]);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div class="card-foot">
        <StepSlider steps={matrix?.steps ?? []} of={about.title} />
        {matrix?.axis !== undefined && (
          <ColorBar
            map="viridis"
            from={matrix.axis.least}
            to={matrix.axis.most}
            remark={matrix.axis.isLogarithmic ? 'logarithmic' : ''}
          />
        )}
        {matrix !== undefined && matrix.notFinite > 0 && (
          <span class="odd-key">{groupedNumber(matrix.notFinite)} not finite</span>
        )}
      </div>
      {answer !== undefined && answer.layers.length > mostRows && (
        <p class="card-foot quiet">
          The first {mostRows} of {groupedNumber(answer.layers.length)} layers are shown.
        </p>
      )}
      {matrix !== undefined && rows > 0 && <LayerTable matrix={matrix} chosen={chosen} title={about.title} />}
    </article>
  );
}

/** The bars as a table, for screen readers. */
function LayerTable({
  matrix,
  chosen,
  title,
}: {
  readonly matrix: ReturnType<typeof matrixOf>;
  readonly chosen: number;
  readonly title: string;
}): JSX.Element {
  return (
    <table class="for-screen-readers">
      <caption>
        {title} at step {matrix.steps[chosen]}
      </caption>
      <tbody>
        {matrix.layers.slice(0, 60).map((layer, row) => (
          <tr key={layer}>
            <th scope="row">{layer}</th>
            <td>{shortNumber(matrix.values[row]?.[chosen]?.most ?? Number.NaN)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
