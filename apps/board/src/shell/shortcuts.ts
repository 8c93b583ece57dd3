/** Keys that work anywhere but in text fields. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
  readonly run: () => void;
}

const registered = new Map<string, Shortcut>();

/** Adds shortcuts; the returned function takes them away again. */
export function addShortcuts(shortcuts: readonly Shortcut[]): () => void {
  for (const shortcut of shortcuts) for (const key of shortcut.keys) registered.set(key, shortcut);
  return () => {
    for (const shortcut of shortcuts) for (const key of shortcut.keys) registered.delete(key);
  };
}

/** Those of this moment, each once. */
export function currentShortcuts(): Shortcut[] {
  return [...new Set(registered.values())];
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=range]), textarea, select'))
  );
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
  if (document.querySelector('dialog[open]') !== null) return;
  const shortcut = registered.get(event.key);
  if (shortcut === undefined) return;
  event.preventDefault();
  shortcut.run();
});
