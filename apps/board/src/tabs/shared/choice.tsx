import type { JSX } from 'preact';

interface Props<Value extends string> {
  readonly label: string;
  /** Where the choice is kept. */
  readonly of: { value: Value };
  /** The chosen one, where it is not as kept. */
  readonly shown?: Value;
  readonly options: readonly (readonly [value: Value, title: string])[];
}

/** One of several, with its label before it. */
export function Choice<Value extends string>({ label, of, shown = of.value, options }: Props<Value>): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={shown}
        onChange={(event) => {
          const chosen = options.find(([name]) => name === event.currentTarget.value);
          if (chosen !== undefined) of.value = chosen[0];
        }}
      >
        {options.map(([name, title]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
