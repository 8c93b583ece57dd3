import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

interface TextField {
  readonly value: string;
  blur(): void;
}
interface FieldEvent {
  readonly currentTarget: TextField;
}
interface FieldKeyEvent extends FieldEvent {
  readonly key: string;
  readonly isComposing: boolean;
}

/** What a text field takes as properties. */
interface DraftField {
  readonly value: string;
  readonly onInput: (event: FieldEvent) => void;
  readonly onChange: () => void;
  readonly onBlur: () => void;
  readonly onKeyDown: (event: FieldKeyEvent) => void;
}

/**
 * A text field for something that is saved elsewhere and may change there at any time: what is typed stays as a draft until it
 * is saved, whatever is shown anew meanwhile. It is saved when the field is left or goes away; Escape returns to what is saved.
 *
 * @param save resolves to whether it is saved; where not, the draft stays
 */
export function useDraft(saved: string, save: (text: string) => Promise<boolean>): DraftField {
  const draft = useSignal<string | undefined>(undefined);
  const sending = useRef<string | undefined>(undefined);
  const commit = async (): Promise<void> => {
    const text = draft.peek();
    if (text === undefined || text === sending.current) return;
    // While another text is on its way, what is saved is about to change.
    const isAsSaved = text === saved && sending.current === undefined;
    sending.current = text;
    const isSaved = isAsSaved || (await save(text));
    if (sending.current === text) sending.current = undefined;
    // Typed on meanwhile, it is another draft.
    if (isSaved && draft.peek() === text) draft.value = undefined;
  };
  const latest = useRef(commit);
  latest.current = commit;
  useEffect(() => () => void latest.current(), []);
  return {
    value: draft.value ?? saved,
    onInput: (event) => {
      draft.value = event.currentTarget.value;
    },
    onChange: () => void commit(),
    onBlur: () => void commit(),
    onKeyDown: (event) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      draft.value = undefined;
      event.currentTarget.blur();
    },
  };
}
