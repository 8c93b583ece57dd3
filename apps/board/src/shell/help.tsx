import type { JSX } from 'preact';
import { Dialog } from './dialog.tsx';
import { treeKeys } from './run-tree-keys.ts';
import { currentShortcuts } from './shortcuts.ts';

const charts: readonly (readonly [string, string])[] = [
  ['drag', 'zoom in, along x or both axes'],
  ['double\u00a0click', 'show everything again'],
  ['← →', 'move the crosshair, when a chart has the focus'],
  ['+ −', 'zoom in and out around the crosshair'],
  ['0', 'show everything again'],
];

function KeyTable({ title, rows }: { title: string; rows: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <section class="key-table">
      <h3>{title}</h3>
      <dl>
        {rows.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What keys and mouse do. */
export function Help({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <KeyTable title="Anywhere" rows={currentShortcuts().map(({ keys, does }) => [keys.join(' '), does])} />
      <KeyTable title="In the list of runs" rows={treeKeys} />
      <KeyTable title="In charts" rows={charts} />
    </Dialog>
  );
}
