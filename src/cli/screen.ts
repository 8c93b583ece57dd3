import pc from 'picocolors';

type Colors = ReturnType<typeof pc.createColors>;

/** One of the process's output streams, as a place for lines and, on a terminal, one line of progress below them. */
export interface Screen {
  /** Whether a person sees it, so that a line may be overwritten. Without one no escape codes are written. */
  readonly isTerminal: boolean;
  /** Characters of a line. */
  readonly columns: number;
  /** The identity where colours are not wanted: not a terminal, or `NO_COLOR` is set. */
  readonly colors: Colors;
  /** Writes lines of text; a line of progress moves below them. */
  print(text: string): void;
  /** Shows a line of progress in place of the one before; `undefined` removes it. Without a terminal nothing happens. */
  progress(text: string | undefined): void;
  /** Writes bytes or text as they are, and waits until the system has taken them. */
  write(contents: string | Uint8Array): Promise<void>;
}

/** The screens that a command writes on. */
export interface Screens {
  readonly output: Screen;
  readonly errors: Screen;
}

const eraseLine = '\r\u001b[2K';

/** A screen on a stream. What is written after the other side of a pipe has gone is dropped. */
export function createScreen(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv = process.env): Screen {
  const isTerminal = stream.isTTY === true && environment.TERM !== 'dumb';
  let shown: string | undefined;
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  const send = (text: string) => {
    if (!closed && text !== '') stream.write(text);
  };
  return {
    isTerminal,
    get columns() {
      return stream.columns || 80;
    },
    colors: pc.createColors(isTerminal && !environment.NO_COLOR),
    print(text) {
      send(`${shown === undefined ? '' : eraseLine}${text}\n${shown ?? ''}`);
    },
    progress(text) {
      if (!isTerminal || text === shown) return;
      send(`${shown === undefined ? '' : eraseLine}${text ?? ''}`);
      shown = text;
    },
    write: (contents) =>
      new Promise((resolve) => {
        if (closed) resolve();
        else stream.write(contents, () => resolve());
      }),
  };
}
