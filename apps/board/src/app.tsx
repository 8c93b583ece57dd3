import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Header } from './shell/header.tsx';
import { Help } from './shell/help.tsx';
import { MessageLine } from './shell/message-line.tsx';
import { Problems } from './shell/problems.tsx';
import { addShortcuts } from './shell/shortcuts.ts';
import { Sidebar } from './shell/sidebar.tsx';
import { Welcome } from './shell/welcome.tsx';
import { board, boardFailure, folderName, runs } from './state/board.ts';
import { currentTab, tabName } from './state/tab.ts';
import { toggleTheme } from './state/theme.ts';
import { tabs } from './tabs/index.ts';

type Window = 'help' | 'problems' | undefined;

/** The whole page. */
export function App(): JSX.Element {
  const [window, setWindow] = useState<Window>();
  const [isSidebarOpen, setSidebarOpen] = useState(false);
  useEffect(
    () =>
      addShortcuts([
        { keys: ['?'], does: 'this list', run: () => setWindow('help') },
        { keys: ['r'], does: 'search runs', run: () => focus('run-search', () => setSidebarOpen(true)) },
        {
          keys: ['t'],
          does: 'go to the list of runs',
          run: () => document.querySelector<HTMLElement>('.run-tree')?.focus(),
        },
        { keys: ['d'], does: 'dark or light', run: toggleTheme },
        ...tabs.slice(0, 9).map(({ name, title }, i) => ({
          keys: [String(i + 1)],
          does: title,
          run: () => {
            tabName.value = name;
          },
        })),
      ]),
    [],
  );
  useEffect(() => {
    document.title = folderName.value === '' ? 'netwright board' : `${folderName.value} · netwright board`;
  }, [folderName.value]);
  const { View } = currentTab.value;
  return (
    <div class="page">
      <Header
        onRuns={() => setSidebarOpen(!isSidebarOpen)}
        onProblems={() => setWindow('problems')}
        onHelp={() => setWindow('help')}
      />
      <Sidebar isOpen={isSidebarOpen} />
      {isSidebarOpen && (
        <button type="button" class="sidebar-shade" aria-label="Close runs" onClick={() => setSidebarOpen(false)} />
      )}
      <main class="main">
        {boardFailure.value !== undefined && <p class="banner">{boardFailure.value}</p>}
        {board.value !== undefined && (runs.value.length === 0 ? <Welcome /> : <View />)}
      </main>
      <MessageLine />
      {window === 'help' && <Help onClose={() => setWindow(undefined)} />}
      {window === 'problems' && <Problems onClose={() => setWindow(undefined)} />}
    </div>
  );
}

function focus(id: string, before: () => void): void {
  before();
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
