import type { JSX } from 'preact';
import type { RunSummary } from '../../api/contract.ts';
import { groupedNumber } from '../../lib/numbers-as-text.ts';
import { runColour } from '../../state/colours.ts';
import { focusable } from '../shared/focusable.ts';
import { type Column, cellText } from './columns.ts';
import { order } from './settings.ts';

const mostRows = 500;

interface Props {
  readonly columns: readonly Column[];
  /** Sorted. */
  readonly runs: readonly RunSummary[];
}

/** Runs by columns; a click on a head sorts. */
export function RunTable({ columns, runs }: Props): JSX.Element {
  return (
    <div class="run-table" {...focusable('Hyper-parameters and metrics, scrolls')}>
      <table>
        <thead>
          <tr>
            <Head title="Run" of="run" isNumeric={false} />
            {columns.map(({ key, title, isNumeric, isMetric }) => (
              <Head key={key} title={title} of={key} isNumeric={isNumeric} isMetric={isMetric} />
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.slice(0, mostRows).map(({ id, name }) => (
            <tr key={id}>
              <th scope="row" title={id}>
                <span class="run-swatch" data-checked="true" style={{ '--swatch': runColour(id) }} />
                {name}
              </th>
              {columns.map(({ key, cellOf, isNumeric }) => (
                <td key={key} class={isNumeric ? 'is-number' : ''}>
                  {cellText(cellOf(id))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {runs.length > mostRows && (
        <p class="quiet">and {groupedNumber(runs.length - mostRows)} more; search or brush for fewer</p>
      )}
    </div>
  );
}

interface HeadProps {
  readonly title: string;
  readonly of: string;
  readonly isNumeric: boolean;
  readonly isMetric?: boolean;
}

function Head({ title, of, isNumeric, isMetric = false }: HeadProps): JSX.Element {
  const isDescending = order.value === `-${of}`;
  const isSorted = isDescending || order.value === of;
  return (
    <th
      scope="col"
      class={`${isNumeric ? 'is-number' : ''} ${isMetric ? 'is-metric' : ''}`}
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        title={title}
        onClick={() => {
          order.value = isDescending ? '' : isSorted ? `-${of}` : of;
        }}
      >
        {title}
        <span aria-hidden="true">{isSorted ? (isDescending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}
