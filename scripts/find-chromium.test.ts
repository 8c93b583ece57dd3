import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from './find-chromium.mjs';

describe('looking for Chromium', () => {
  let folder: string;
  let executable: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'netwright-chromium-'));
    mkdirSync(join(folder, 'bin'));
    executable = join(folder, 'bin', 'chromium');
    writeFileSync(executable, '');
    writeFileSync(join(folder, 'chromium'), '');
    chmodSync(executable, 0o755);
    chmodSync(join(folder, 'chromium'), 0o644);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('takes the executable that CHROMIUM_PATH names', () => {
    expect(findChromium({ CHROMIUM_PATH: executable, PATH: '' })).toBe(executable);
  });

  it('takes no other where CHROMIUM_PATH names none', () => {
    expect(findChromium({ CHROMIUM_PATH: join(folder, 'nothing'), PATH: join(folder, 'bin') })).toBeUndefined();
  });

  it('finds the first executable on the path', () => {
    expect(findChromium({ PATH: [folder, join(folder, 'bin')].join(delimiter) })).toBe(executable);
  });
});
