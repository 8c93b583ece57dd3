import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { HyperparametersAnswer } from '../../api/contract.ts';
import { countOf, groupedNumber } from '../../lib/numbers-as-text.ts';
import { textFilter } from '../../lib/text-filter.ts';
import { SearchField } from '../../shell/search-field.tsx';
import { visibleRuns } from '../../state/selection.ts';
import { Choice } from '../shared/choice.tsx';
import '../shared/shared.css';
import { useAnswer } from '../shared/use-answer.ts';
import { ColumnChoice } from './column-choice.tsx';
import { cellText, columnsOf, compareBy, usualColumns } from './columns.ts';
import './hyperparameters.css';
import { ParallelCoordinates } from './parallel-coordinates.tsx';
import { RunTable } from './run-table.tsx';
import { brushes, chosenColumns, colourBy, order, rowFilter, setBrush, statistic } from './settings.ts';

const mostAxes = 14;

/** A table of runs by hyper-parameters and metrics, and the same as parallel coordinates. */
export function Hyperparameters(): JSX.Element {
  const visible = visibleRuns.value;
  const { answer, failure } = useAnswer<HyperparametersAnswer>('hyperparameters', visible);
  const known = useMemo(() => new Set(answer?.rows.map(({ run }) => run)), [answer]);
  const runs = visible.filter(({ id }) => known.has(id));
  const ids = runs.map(({ id }) => id).join('\n');
  const columns = useMemo(
    () => (answer === undefined ? [] : columnsOf(answer, new Set(runs.map(({ id }) => id)), statistic.value)),
    [answer, ids, statistic.value],
  );
  const chosen = columns.filter(({ key }) => chosenColumns.value.has(key));
  const shown = chosen.length > 0 ? chosen : usualColumns(columns);
  const matches = textFilter(rowFilter.value);
  const found = runs.filter(({ id, name }) =>
    matches([name, ...shown.map(({ title, cellOf }) => `${title}=${cellText(cellOf(id))}`)].join(' ')),
  );
  const kept = new Set(
    found
      .filter(({ id }) =>
        shown.every(({ key, shareOf }) => {
          const brush = brushes.value.get(key);
          if (brush === undefined) return true;
          const share = shareOf(id);
          return share !== undefined && share >= brush[0] - 1e-9 && share <= brush[1] + 1e-9;
        }),
      )
      .map(({ id }) => id),
  );
  const sortKey = order.value.replace(/^-/, '');
  const sortColumn = columns.find(({ key }) => key === sortKey);
  const rows = found.filter(({ id }) => kept.has(id));
  if (sortColumn !== undefined) {
    const compare = compareBy(sortColumn, order.value.startsWith('-'));
    rows.sort((a, b) => compare(a.id, b.id));
  } else if (sortKey === 'run') {
    rows.sort((a, b) => (order.value.startsWith('-') ? -1 : 1) * (a.name < b.name ? -1 : 1));
  }
  const numeric = columns.filter((column) => column.isNumeric && (column.isMetric || shown.includes(column)));
  return (
    <>
      <div class="toolbar">
        <SearchField
          of={rowFilter}
          placeholder="Filter: adam, or rate=0.01"
          label="Filter runs by name and values"
          does="filter rows"
        />
        <Choice
          label="Metrics"
          of={statistic}
          options={[
            ['last', 'last'],
            ['minimum', 'smallest'],
            ['maximum', 'largest'],
          ]}
        />
        <Choice
          label="Colour by"
          of={colourBy}
          shown={numeric.some(({ key }) => key === colourBy.value) ? colourBy.value : ''}
          options={[['', 'run'], ...numeric.map(({ key, title }) => [key, title] as const)]}
        />
        <ColumnChoice columns={columns} shown={shown} />
        {brushes.value.size > 0 && (
          <button
            type="button"
            class="link-button"
            onClick={() => {
              for (const key of brushes.value.keys()) setBrush(key, undefined);
            }}
          >
            clear brushes
          </button>
        )}
        <span class="quiet" role="status">
          {kept.size === runs.length
            ? countOf(runs.length, 'run')
            : `${groupedNumber(kept.size)} of ${countOf(runs.length, 'run')}`}
        </span>
      </div>
      {failure !== '' && <p class="card-failure">{failure}</p>}
      {answer !== undefined && runs.length === 0 && (
        <p class="empty-note">
          The runs shown have no hyper-parameters. Runs of <code>netwright train</code> have those of their recipes;{' '}
          <code>add_hparams</code> of PyTorch and <code>hparams</code> of TensorBoard write them, too.
        </p>
      )}
      {runs.length > 0 && (
        <div class="hyperparameters">
          <ParallelCoordinates
            columns={shown.slice(0, mostAxes)}
            runs={found}
            kept={kept}
            colourColumn={columns.find(({ key }) => key === colourBy.value)}
          />
          <RunTable columns={shown} runs={rows} />
        </div>
      )}
    </>
  );
}
