import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { addShortcuts } from './shortcuts.ts';

interface Props {
  readonly id?: string;
  /** Where the text is kept. */
  readonly of: { value: string };
  readonly placeholder: string;
  /** For screen readers, where it is more than the placeholder. */
  readonly label?: string;
  /** What the key `/` does where it leads here. */
  readonly does?: string;
}

/** A field that searches while one types. */
export function SearchField({ id, of, placeholder, label = placeholder, does }: Props): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  useEffect(
    () => (does === undefined ? undefined : addShortcuts([{ keys: ['/'], does, run: () => field.current?.focus() }])),
    [does],
  );
  return (
    <input
      {...(id === undefined ? {} : { id })}
      ref={field}
      type="search"
      class="search"
      placeholder={placeholder}
      aria-label={label}
      value={of.value}
      onInput={(event) => {
        of.value = event.currentTarget.value;
      }}
    />
  );
}
