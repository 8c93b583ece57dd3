import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { RunSummary } from '../api/contract.ts';
import { rowsOf, runsBelow, type TreeRow, treeOf } from '../lib/run-tree.ts';
import { runById } from '../state/board.ts';
import { remove } from '../state/run-actions.ts';
import { closedFolders, foundRuns, isVisible, openRun, setVisible, showOnly } from '../state/selection.ts';
import { RunRow } from './run-row.tsx';
import { VirtualRows } from './virtual-rows.tsx';

const rowHeight = 30;

function toggleFolder({ node, isOpen }: TreeRow): void {
  const closed = new Set(closedFolders.value);
  if (isOpen) closed.add(node.path);
  else closed.delete(node.path);
  closedFolders.value = closed;
}

function runsOf(row: TreeRow): RunSummary[] {
  return runsBelow(row.node).flatMap((id) => runById.value.get(id) ?? []);
}

function toggleVisible(row: TreeRow): void {
  const runs = runsOf(row).filter(({ id }) => foundRuns.value.some((found) => found.id === id));
  setVisible(
    runs.map(({ id }) => id),
    !runs.some(isVisible),
  );
}

/** The runs in a tree: one stop for the Tab key, inside which the arrow keys move. */
export function RunTree(): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const [activePath, setActivePath] = useState<string>();
  const rows = rowsOf(treeOf(foundRuns.value.map(({ id }) => id)), closedFolders.value);
  const active = Math.max(
    0,
    rows.findIndex(({ node }) => node.path === activePath),
  );
  const activeRow = rows[active];

  const moveTo = (index: number): void => {
    const to = Math.min(rows.length - 1, Math.max(0, index));
    setActivePath(rows[to]?.node.path);
    const box = scroller.current;
    if (box === null) return;
    box.scrollTop = Math.min(to * rowHeight, Math.max(box.scrollTop, (to + 1) * rowHeight - box.clientHeight));
  };

  const keys: Record<string, (row: TreeRow) => void> = {
    ArrowDown: () => moveTo(active + 1),
    ArrowUp: () => moveTo(active - 1),
    Home: () => moveTo(0),
    End: () => moveTo(rows.length - 1),
    ArrowRight: (row) => {
      if (row.node.children.length > 0 && !row.isOpen) toggleFolder(row);
      else if (row.isOpen) moveTo(active + 1);
    },
    ArrowLeft: (row) => {
      if (row.isOpen) toggleFolder(row);
      else moveTo(rows.findIndex(({ node }) => node.path === row.parent));
    },
    ' ': toggleVisible,
    o: (row) => showOnly(runsBelow(row.node)),
    Enter: (row) => {
      if (row.node.run === undefined) toggleFolder(row);
      else openRun.value = openRun.value === row.node.run ? '' : row.node.run;
    },
    Delete: (row) => {
      const run = row.node.run === undefined ? undefined : runById.value.get(row.node.run);
      if (run !== undefined) void remove(run);
    },
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || activeRow === undefined) return;
    const handler = keys[event.key];
    if (handler === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    handler(activeRow);
  };

  if (rows.length === 0) return <p class="empty-note">No run matches.</p>;
  return (
    <div
      ref={scroller}
      class="run-tree"
      role="tree"
      aria-label="Runs"
      aria-multiselectable="true"
      tabIndex={0}
      {...(activeRow === undefined ? {} : { 'aria-activedescendant': `run-row-${activeRow.node.path}` })}
      onKeyDown={onKeyDown}
    >
      <VirtualRows
        scroller={scroller}
        offsets={Array.from({ length: rows.length + 1 }, (_, i) => i * rowHeight)}
        keyOf={(i) => rows[i]?.node.path ?? ''}
        renderRow={(i) => {
          const row = rows[i];
          if (row === undefined) return null;
          return (
            <RunRow
              row={row}
              runs={runsOf(row)}
              isActive={i === active}
              onActivate={() => setActivePath(row.node.path)}
              onToggleVisible={() => toggleVisible(row)}
              onToggleFolder={() => toggleFolder(row)}
            />
          );
        }}
      />
    </div>
  );
}
