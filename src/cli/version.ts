import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version in the package's own package.json. */
export function netwrightVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}
