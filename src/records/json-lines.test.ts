import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cutJsonLines, JsonLines, readJsonLines } from './json-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-lines-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('JsonLines', () => {
  it('appends whole lines', () => {
    const path = join(folder, 'lines.jsonl');
    const lines = new JsonLines(path);
    lines.append({ text: 'two\nlines' });
    lines.append(2);
    lines.close();
    expect(readFileSync(path, 'utf8')).toBe('{"text":"two\\nlines"}\n2\n');
  });

  it('leaves out a line that was cut short, and what is not to be kept', () => {
    const path = join(folder, 'cut.jsonl');
    appendFileSync(path, '{"step":1}\n{"step":2}\n{"step":3}\n{"st');
    expect(readJsonLines(path)).toHaveLength(3);
    cutJsonLines(path, (line) => (line as { step: number }).step <= 2);
    expect(readFileSync(path, 'utf8')).toBe('{"step":1}\n{"step":2}\n');
    expect(readJsonLines(join(folder, 'absent.jsonl'))).toEqual([]);
  });

  it('says where it cannot write', () => {
    expect(() => new JsonLines('/dev/full').append(1)).toThrow('/dev/full: cannot be written: no space is left');
  });
});
