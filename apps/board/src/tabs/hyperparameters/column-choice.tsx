import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { textFilter } from '../../lib/text-filter.ts';
import { Dialog } from '../../shell/dialog.tsx';
import { SearchField } from '../../shell/search-field.tsx';
import type { Column } from './columns.ts';
import { chosenColumns } from './settings.ts';

const mostListed = 300;

interface Props {
  readonly columns: readonly Column[];
  readonly shown: readonly Column[];
}

/** Chooses the columns of table and axes. */
export function ColumnChoice({ columns, shown }: Props): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const query = useSignal('');
  const keys = new Set(shown.map(({ key }) => key));
  const matches = textFilter(query.value);
  const found = columns.filter(({ title }) => matches(title));
  const group = (title: string, isMetric: boolean): JSX.Element => (
    <fieldset class="column-group">
      <legend>{title}</legend>
      {found
        .filter((column) => column.isMetric === isMetric)
        .slice(0, mostListed)
        .map(({ key, title: name }) => (
          <label key={key} class="switch">
            <input
              type="checkbox"
              checked={keys.has(key)}
              onChange={(event) => {
                const next = new Set(keys);
                if (event.currentTarget.checked) next.add(key);
                else next.delete(key);
                chosenColumns.value = next;
              }}
            />
            {name}
          </label>
        ))}
    </fieldset>
  );
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        Columns
      </button>
      {isOpen && (
        <Dialog title="Columns" onClose={() => setOpen(false)}>
          <div class="column-tools">
            <SearchField of={query} placeholder="Search columns" />
            <button
              type="button"
              class="button"
              onClick={() => {
                chosenColumns.value = new Set();
              }}
            >
              The usual ones
            </button>
          </div>
          {group('Hyper-parameters', false)}
          {group('Metrics', true)}
        </Dialog>
      )}
    </>
  );
}
