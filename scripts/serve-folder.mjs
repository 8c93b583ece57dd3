/** A web server for pages that run in a browser under test or under measurement. */
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const contentTypes = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** The headers that make a page cross-origin isolated, so that it may share memory between threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Chromium without a window, with WebGPU on its software Vulkan. */
export const chromiumFlags = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
];

/**
 * Serves a folder on a free port of this machine at `/plain/…` and, with the headers that threads need, at
 * `/isolated/…`.
 *
 * @param {string} folder
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serveFolder(folder) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname);
    const [, mode, ...parts] = path.split('/');
    const stream = createReadStream(join(folder, ...parts));
    stream
      .on('error', () => response.writeHead(404).end())
      .on('open', () => {
        response.writeHead(200, {
          'Content-Type': contentTypes[extname(path)] ?? 'application/octet-stream',
          ...(mode === 'isolated' ? isolation : {}),
        });
        stream.pipe(response);
      });
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
}
