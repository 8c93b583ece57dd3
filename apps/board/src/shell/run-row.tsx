import type { JSX } from 'preact';
import type { RunSummary } from '../api/contract.ts';
import type { TreeRow } from '../lib/run-tree.ts';
import { runColour } from '../state/colours.ts';
import { isVisible, openRun, showOnly } from '../state/selection.ts';
import { Icon } from './icon.tsx';

interface Props {
  readonly row: TreeRow;
  /** The runs at and below this line. */
  readonly runs: readonly RunSummary[];
  readonly isActive: boolean;
  readonly onActivate: () => void;
  readonly onToggleVisible: () => void;
  readonly onToggleFolder: () => void;
}

const statusWords = { running: 'running', finished: 'finished', failed: 'failed', unknown: '' } as const;

/** One line of the tree. The tree has the focus and the keys; what can be clicked here is for the mouse. */
export function RunRow({ row, runs, isActive, onActivate, onToggleVisible, onToggleFolder }: Props): JSX.Element {
  const { node, depth, isOpen, position, siblings } = row;
  const run = node.run === undefined ? undefined : runs.find(({ id }) => id === node.run);
  const shown = runs.filter(isVisible).length;
  const checked = shown === 0 ? 'false' : shown === runs.length ? 'true' : 'mixed';
  const label = run === undefined || run.name === run.id ? node.label : run.name;
  const words = [
    label,
    run === undefined ? `${runs.length} runs` : statusWords[run.status],
    run !== undefined && run.problems.length > 0 ? `${run.problems.length} problems` : '',
  ];
  const isFolder = node.children.length > 0;
  return (
    <div
      id={`run-row-${node.path}`}
      class={`run-row ${isActive ? 'is-active' : ''} ${checked === 'false' ? 'is-hidden' : ''} ${run !== undefined && openRun.value === run.id ? 'is-open' : ''}`}
      role="treeitem"
      tabIndex={-1}
      aria-label={words.filter(Boolean).join(', ')}
      aria-level={depth + 1}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-checked={checked}
      {...(isFolder ? { 'aria-expanded': isOpen } : {})}
      title={run?.id ?? node.path}
      onMouseDown={onActivate}
    >
      <span class="run-indent" style={{ width: `${depth * 14}px` }} />
      <span class="run-fold" aria-hidden="true" onClick={onToggleFolder}>
        {isFolder && <Icon name={isOpen ? 'unfolded' : 'folded'} />}
      </span>
      <span class="run-swatch-target" aria-hidden="true" onClick={onToggleVisible}>
        <span
          class={`run-swatch ${run === undefined ? 'is-folder' : ''}`}
          style={{ '--swatch': run === undefined ? 'var(--muted)' : runColour(run.id) }}
          data-checked={checked}
        />
      </span>
      <span
        class="run-name"
        aria-hidden="true"
        onClick={() => {
          if (run === undefined) onToggleFolder();
          else openRun.value = openRun.value === run.id ? '' : run.id;
        }}
      >
        {label}
      </span>
      {run !== undefined && run.problems.length > 0 && (
        <span class="run-problem" aria-hidden="true" title={run.problems[0]?.message}>
          <Icon name="warning" />
        </span>
      )}
      {run?.status === 'running' && <span class="run-live" aria-hidden="true" title="running" />}
      {run?.status === 'failed' && (
        <span class="run-failed" aria-hidden="true">
          failed
        </span>
      )}
      <span class="run-only" aria-hidden="true" onClick={() => showOnly(runs.map(({ id }) => id))}>
        only
      </span>
    </div>
  );
}
