import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { connection } from '../api/live.ts';
import { board, folderName, indexing } from '../state/board.ts';
import { currentTab, tabName } from '../state/tab.ts';
import { theme, toggleTheme } from '../state/theme.ts';
import { tabs } from '../tabs/index.ts';
import { Icon } from './icon.tsx';
import { problems } from './problems.tsx';

const connectionWords = {
  connecting: 'Connecting',
  live: 'Live: new points appear as they are written',
  paused: 'Paused while the tab is hidden',
  lost: 'The board does not answer; trying again',
} as const;

interface Props {
  readonly onRuns: () => void;
  readonly onProblems: () => void;
  readonly onHelp: () => void;
}

/** Name of the folder, tabs, and the state of the board. */
export function Header({ onRuns, onProblems, onHelp }: Props): JSX.Element {
  const reading = indexing.value;
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [currentTab.value]);
  return (
    <header class="header">
      <button type="button" class="icon-button runs-button" aria-label="Runs" onClick={onRuns}>
        <Icon name="runs" />
      </button>
      <h1 class="title">
        netwright{' '}
        <span class="title-folder" title={board.value?.root}>
          {folderName.value}
        </span>
      </h1>
      <nav class="tabs" ref={nav} aria-label="Views">
        {tabs.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            class="tab"
            aria-current={currentTab.value.name === name ? 'page' : 'false'}
            onClick={() => {
              tabName.value = name;
            }}
          >
            {title}
          </button>
        ))}
      </nav>
      <div class="header-end">
        {reading !== null && (
          <span class="reading" role="status">
            Reading {Math.floor((100 * reading.bytesRead) / Math.max(1, reading.bytesTotal))} %
          </span>
        )}
        {problems.value.length > 0 && (
          <button type="button" class="problem-button" onClick={onProblems}>
            <Icon name="warning" /> {problems.value.length} not read
          </button>
        )}
        <span
          class="connection"
          data-state={connection.value}
          title={connectionWords[connection.value]}
          role="img"
          aria-label={connectionWords[connection.value]}
        />
        <button
          type="button"
          class="icon-button"
          aria-label={theme.value === 'dark' ? 'Light theme' : 'Dark theme'}
          onClick={toggleTheme}
        >
          <Icon name={theme.value === 'dark' ? 'light' : 'dark'} />
        </button>
        <button type="button" class="icon-button" aria-label="Keys" onClick={onHelp}>
          ?
        </button>
      </div>
    </header>
  );
}
