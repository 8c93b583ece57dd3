import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

/** A file of the web app. */
export interface AppFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Whether its name changes with its contents. */
  readonly isHashed: boolean;
}

const missingPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>netwright board</title>
<h1>The web app is not built</h1>
<p>The server runs, and answers under <a href="/api/runs">/api/runs</a>. <code>npm run build</code> builds the pages.</p>
</html>
`;

/** The files of the web app by the paths of their addresses. They are read once: no address can lead elsewhere. */
export function readAppFiles(folder: string): ReadonlyMap<string, AppFile> {
  const files = new Map<string, AppFile>();
  if (existsSync(folder)) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const address = `/${relative(folder, path).split(sep).join('/')}`;
      const type = types[extname(entry.name)] ?? 'application/octet-stream';
      files.set(address, { bytes: new Uint8Array(readFileSync(path)), type, isHashed: address.startsWith('/assets/') });
    }
  }
  const page = files.get('/index.html') ?? {
    bytes: new TextEncoder().encode(missingPage),
    type: types['.html']!,
    isHashed: false,
  };
  return files.set('/', page);
}
