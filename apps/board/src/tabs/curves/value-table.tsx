import type { JSX } from 'preact';
import type { Axis } from '../../api/contract.ts';
import { groupedNumber, momentText, shortNumber } from '../../lib/numbers-as-text.ts';
import { type Curve, type Reading, readingAt } from './curve.ts';
import type { Crosshair } from './curve-chart.ts';
import { labelOf } from './curve-chart.ts';
import { smoothing, sortBy } from './settings.ts';

const mostFloating = 9;
const mostRows = 300;
const headHeight = 74;
const rowHeight = 23;
const mostHeight = 196;

interface Props {
  readonly crosshair: Crosshair | undefined;
  readonly curves: readonly Curve[];
  readonly axis: Axis;
  /** Beside the pointer, short; else the whole table. */
  readonly isFloating: boolean;
  /** Rows to keep room for, so that the chart above keeps its size. */
  readonly rows: number;
}

/** What every run says at the crosshair, or, without one, at its end. */
export function ValueTable({ crosshair, curves, axis, isFloating, rows }: Props): JSX.Element {
  const readings = crosshair?.readings ?? curves.flatMap((curve) => readingAt(curve, curve.extent?.[1] ?? 0, 0) ?? []);
  const distance = ({ curve }: Reading): number => crosshair?.distances.get(curve.id) ?? 0;
  const byValue = (a: Reading, b: Reading): number => orderOf(b) - orderOf(a);
  const isByValue = sortBy.value === 'value' || crosshair === undefined || !crosshair.isOwn;
  const sorted = [...readings].sort(isByValue ? byValue : (a, b) => distance(a) - distance(b) || byValue(a, b));
  const most = isFloating ? mostFloating : mostRows;
  const hasMiddle = sorted.some(({ middle }) => middle !== undefined);
  const styles = new Set(sorted.map(({ curve }) => curve.style));
  const hasBand = styles.has('mean') || styles.has('margin');
  const middle = styles.has('mean') ? 'Mean' : styles.has('margin') ? 'Value' : 'Smoothed';
  return (
    <div
      class={`value-table ${isFloating ? 'is-floating' : ''}`}
      style={isFloating ? {} : { height: `${Math.min(mostHeight, headHeight + rowHeight * rows)}px` }}
    >
      {!isFloating && (
        <div class="value-table-head">
          <span class="quiet">
            {crosshair === undefined
              ? 'Last values'
              : `At ${axis === 'wall' ? momentText(crosshair.x) : labelOf(axis === 'step' ? Math.round(crosshair.x) : crosshair.x, axis)}`}
          </span>
          <label class="field">
            <span>sorted by</span>
            <select
              aria-label="Sort values by"
              value={sortBy.value}
              onChange={(event) => {
                sortBy.value = event.currentTarget.value === 'value' ? 'value' : 'nearest';
              }}
            >
              <option value="nearest">nearness</option>
              <option value="value">value</option>
            </select>
          </label>
        </div>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {hasMiddle && <th scope="col">{hasBand && smoothing.value > 0 ? `${middle}, smoothed` : middle}</th>}
            <th scope="col">{hasBand ? 'Value or range' : 'Value'}</th>
            <th scope="col">{axis === 'step' ? 'Step' : axis === 'epoch' ? 'Epoch' : 'Time'}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, most).map((reading) => (
            <tr key={reading.curve.id}>
              <th scope="row">
                <span class="run-swatch" data-checked="true" style={{ '--swatch': reading.curve.colour }} />
                <span class="value-name">{reading.curve.label}</span>
              </th>
              {hasMiddle && <td>{reading.middle === undefined ? '' : shortNumber(reading.middle, 5)}</td>}
              <td>{valueText(reading)}</td>
              <td>
                {axis === 'wall'
                  ? momentText(reading.x)
                  : axis === 'step'
                    ? groupedNumber(reading.x)
                    : labelOf(reading.x, axis)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > most && <p class="quiet">and {groupedNumber(sorted.length - most)} more</p>}
    </div>
  );
}

function orderOf({ middle, high }: Reading): number {
  const value = middle ?? high;
  return Number.isFinite(value) ? value : Number.MIN_SAFE_INTEGER;
}

function valueText({ low, high, marks }: Reading): string {
  const finite = Number.isFinite(high)
    ? low === high
      ? shortNumber(high, 5)
      : `${shortNumber(low)} … ${shortNumber(high)}`
    : '';
  return [finite, marks].filter(Boolean).join('  ');
}
