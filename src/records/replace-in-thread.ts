import type { Worker } from 'node:worker_threads';
import { describeWriteError, temporaryName } from './files.ts';

/** What the thread is given. */
interface WriteRequest {
  readonly path: string;
  readonly temporary: string;
  readonly parts: readonly Uint8Array[];
}

/** What it answers; without a failure when the file is whole and on the disk. */
interface WriteReply {
  readonly failure?: { readonly code: string; readonly message: string };
}

/** The thread. It runs from its text, so that it works from source, from the package and from any bundle. */
function writerThread(): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const fs = process.getBuiltinModule('node:fs');
  const { crc32 } = process.getBuiltinModule('node:zlib');
  const { path, temporary, parts } = workerData as WriteRequest;
  let reply: WriteReply = {};
  try {
    const file = fs.openSync(temporary, 'w');
    try {
      const write = (bytes: Uint8Array) => {
        for (let begin = 0; begin < bytes.length; ) begin += fs.writeSync(file, bytes, begin);
      };
      let sum = 0;
      for (const part of parts) {
        sum = crc32(part, sum);
        write(part);
      }
      const checksum = new Uint8Array(4);
      new DataView(checksum.buffer).setUint32(0, sum, true);
      write(checksum);
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
    fs.renameSync(temporary, path);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    const { code = '', message } = error as NodeJS.ErrnoException;
    reply = { failure: { code, message } };
  }
  parentPort!.postMessage(reply);
}

/**
 * Replaces a file by parts and the CRC-32 of them all behind, little-endian, in a thread of its own: under another name
 * until it is whole and on the disk. What lies in shared memory is not copied.
 *
 * @throws FileError where the system refuses; then nothing is left behind and an older file of that name stays
 */
export async function replaceFileInThread(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const threads = process.getBuiltinModule('node:worker_threads');
  const request: WriteRequest = { path, temporary: temporaryName(path), parts };
  const worker: Worker = new threads.Worker(`(${writerThread.toString()})()`, { eval: true, workerData: request });
  const { failure } = await new Promise<WriteReply>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the writing thread ended with code ${code}`)));
  });
  if (failure !== undefined) {
    throw describeWriteError(path, Object.assign(new Error(failure.message), { code: failure.code }));
  }
}
