import type { BoardEvents } from '../api.ts';
import { BoardFailure } from '../board-failure.ts';
import { type BoardChange, firstVersion } from '../board-index/index.ts';

/** Proxies and browsers give up on streams that are silent for long. */
const heartbeatMs = 15_000;
/** Open at once. A browser opens six to one address; this is for many tabs of many people. */
export const mostStreams = 256;

interface Stream {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  /** Whether something was not sent, since the reader does not keep up. */
  isBehind: boolean;
}

/** The streams of server-sent events to all tabs that are open. */
export class EventStreams {
  readonly #streams = new Set<Stream>();
  readonly #encoder = new TextEncoder();
  readonly #heartbeat: NodeJS.Timeout;
  /** Of the list of runs: that of an empty index, until it tells of another. */
  #version = firstVersion;

  constructor() {
    this.#heartbeat = setInterval(() => this.#sendToAll(':\n\n'), heartbeatMs);
    this.#heartbeat.unref();
  }

  /** Body of a new stream, which ends when its reader goes. Throws BoardFailure where there are too many. */
  open(): ReadableStream<Uint8Array> {
    if (this.#streams.size >= mostStreams) {
      throw new BoardFailure(503, `${mostStreams} pages follow this board already; close some`);
    }
    let stream: Stream;
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          stream = { controller, isBehind: false };
          this.#streams.add(stream);
          controller.enqueue(this.#encoder.encode(format('hello', { version: this.#version })));
        },
        pull: () => {
          if (!stream.isBehind) return;
          stream.isBehind = false;
          stream.controller.enqueue(this.#encoder.encode(format('hello', { version: this.#version })));
        },
        cancel: () => {
          this.#streams.delete(stream);
        },
      },
      { highWaterMark: 64 },
    );
  }

  tell({ version, grown, indexing }: BoardChange): void {
    if (version !== undefined) {
      this.#version = version;
      this.#sendToAll(format('runs', { version }));
    }
    if (grown !== undefined) this.#sendToAll(format('grown', { runs: grown }));
    if (indexing !== undefined) this.#sendToAll(format('indexing', indexing));
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const { controller } of this.#streams) controller.close();
    this.#streams.clear();
  }

  #sendToAll(text: string): void {
    const bytes = this.#encoder.encode(text);
    for (const stream of this.#streams) {
      if ((stream.controller.desiredSize ?? 0) > 0) stream.controller.enqueue(bytes);
      else stream.isBehind = true;
    }
  }
}

function format<Name extends keyof BoardEvents>(name: Name, data: BoardEvents[Name]): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
