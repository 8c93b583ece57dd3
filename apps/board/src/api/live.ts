import { signal } from '@preact/signals';
import type { BoardEvents } from './contract.ts';

/** `paused`: the tab is hidden, and the stream is closed so that other tabs may have one. */
export const connection = signal<'connecting' | 'live' | 'paused' | 'lost'>('connecting');

type Listeners = { readonly [Name in keyof BoardEvents]: (data: BoardEvents[Name]) => void };

const retryMs = 2000;

/** Listens to the board while the tab is visible. */
export function listen(listeners: Listeners): void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    clearTimeout(retry);
    source?.close();
    source = undefined;
  };
  const open = (): void => {
    close();
    const opened = new EventSource('api/events');
    source = opened;
    for (const name of Object.keys(listeners) as (keyof BoardEvents)[]) {
      opened.addEventListener(name, (event) => {
        connection.value = 'live';
        (listeners[name] as (data: unknown) => void)(JSON.parse((event as MessageEvent<string>).data));
      });
    }
    opened.addEventListener('error', () => {
      connection.value = 'lost';
      // The browser tries again by itself unless the answer was no stream at all.
      if (opened.readyState === EventSource.CLOSED) retry = setTimeout(open, retryMs);
    });
  };
  const follow = (): void => {
    if (document.hidden) {
      close();
      connection.value = 'paused';
    } else if (source === undefined) {
      connection.value = 'connecting';
      open();
    }
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}
