import { computed, signal } from '@preact/signals';

/** A part of the state that lives in the address, so that a link and the back button restore it. */
export interface Parameter<Value> {
  /** Reading subscribes, writing changes the address. */
  value: Value;
}

interface Options {
  /** Whether a change makes a new entry for the back button; typing and dragging do not. */
  readonly history?: 'push' | 'replace';
}

/** Browsers refuse more than some 200 changes of the address in 30 seconds. */
const shortestPauseMs = 200;

const search = signal(location.search);
/** Several parameters that change at once are one entry for the back button. */
let isSameGesture = false;
let pending: ReturnType<typeof setTimeout> | undefined;

function writePending(): void {
  if (pending === undefined) return;
  clearTimeout(pending);
  pending = undefined;
  history.replaceState(null, '', addressOf(search.peek()));
}

const addressOf = (query: string): string => `${location.pathname}${query}`;

addEventListener('popstate', () => {
  clearTimeout(pending);
  pending = undefined;
  search.value = location.search;
});

function write(name: string, texts: readonly string[], mode: 'push' | 'replace'): void {
  const parameters = new URLSearchParams(search.peek());
  parameters.delete(name);
  for (const text of texts) parameters.append(name, text);
  const text = parameters.toString();
  const query = text === '' ? '' : `?${text}`;
  if (query === search.peek()) return;
  if (mode === 'push') {
    writePending();
    if (isSameGesture) history.replaceState(null, '', addressOf(query));
    else history.pushState(null, '', addressOf(query));
    isSameGesture = true;
    setTimeout(() => {
      isSameGesture = false;
    });
  } else {
    pending ??= setTimeout(writePending, shortestPauseMs);
  }
  search.value = query;
}

function parameter<Value>(
  name: string,
  read: (texts: readonly string[]) => Value,
  print: (value: Value) => readonly string[],
  { history: mode = 'push' }: Options = {},
): Parameter<Value> {
  // Two steps, so that a change of another parameter does not make a new list here.
  const raw = computed(() => JSON.stringify(new URLSearchParams(search.value).getAll(name)));
  const current = computed(() => read(JSON.parse(raw.value) as string[]));
  return {
    get value() {
      return current.value;
    },
    set value(next) {
      write(name, print(next), mode);
    },
  };
}

/** A text; the address leaves it out while it is `initial`. */
export function textParameter(name: string, initial = '', options?: Options): Parameter<string> {
  return parameter(
    name,
    ([text]) => text ?? initial,
    (value) => (value === initial ? [] : [value]),
    options,
  );
}

/** One of a few words; any other in the address counts as the first. */
export function choiceParameter<Choice extends string>(
  name: string,
  choices: readonly [Choice, ...Choice[]],
  options?: Options,
): Parameter<Choice> {
  return parameter<Choice>(
    name,
    ([text]) => choices.find((choice) => choice === text) ?? choices[0],
    (value) => (value === choices[0] ? [] : [value]),
    options,
  );
}

/** A number from `least` to `most`. */
export function numberParameter(
  name: string,
  { initial, least, most }: { readonly initial: number; readonly least: number; readonly most: number },
  options?: Options,
): Parameter<number> {
  return parameter(
    name,
    ([text]) => {
      const value = text === undefined ? initial : Number(text);
      return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : initial;
    },
    (value) => (value === initial ? [] : [String(value)]),
    options,
  );
}

/** Yes or no, at first no. */
export function switchParameter(name: string, options?: Options): Parameter<boolean> {
  return parameter(
    name,
    ([text]) => text === '1',
    (value) => (value ? ['1'] : []),
    options,
  );
}

/** Any number of texts, without repeats. */
export function setParameter(name: string, options?: Options): Parameter<ReadonlySet<string>> {
  return parameter<ReadonlySet<string>>(
    name,
    (texts) => new Set(texts),
    (value) => [...value],
    options,
  );
}
