import type { JSX } from 'preact';
import { countOf, groupedNumber } from '../lib/numbers-as-text.ts';
import { runs } from '../state/board.ts';
import { foundRuns, isOnly, runSearch, showAll, visibleRuns } from '../state/selection.ts';
import { RunDetails } from './run-details.tsx';
import { RunTree } from './run-tree.tsx';
import { SearchField } from './search-field.tsx';

/** The runs: search, tree, and details of one. */
export function Sidebar({ isOpen }: { isOpen: boolean }): JSX.Element {
  const shown = visibleRuns.value.length;
  const all = runs.value.length;
  return (
    <aside class={`sidebar ${isOpen ? 'is-open' : ''}`} aria-label="Runs">
      <div class="sidebar-search">
        <SearchField
          id="run-search"
          of={runSearch}
          placeholder="Search runs"
          label="Search runs; only runs that match are drawn"
        />
        <p class="sidebar-count" role="status">
          {shown === all ? countOf(all, 'run') : `${groupedNumber(shown)} of ${countOf(all, 'run')} shown`}
          {(isOnly.value || shown < foundRuns.value.length) && (
            <button type="button" class="link-button" onClick={showAll}>
              show all
            </button>
          )}
        </p>
      </div>
      <RunTree />
      <RunDetails />
    </aside>
  );
}
