import { describe, expect, it } from 'vitest';
import { DataError, UsageError } from '../core/index.ts';
import { reportError } from './program.ts';
import type { Screen } from './screen.ts';

function report(error: unknown): { code: number; printed: string } {
  let printed = '';
  const screen: Screen = {
    isTerminal: false,
    columns: 80,
    colors: { red: String } as unknown as Screen['colors'],
    print: (text) => {
      printed += `${text}\n`;
    },
    progress: () => undefined,
    write: async () => undefined,
  };
  return { code: reportError({ output: screen, errors: screen }, error), printed };
}

describe('reportError', () => {
  it('prints the message alone of what netwright throws on purpose, and exits with 1, or 2 for wrong usage', () => {
    expect(report(new DataError('a.csv: bad', { advice: 'Mend it' }))).toEqual({
      code: 1,
      printed: 'netwright: a.csv: bad. Mend it\n',
    });
    expect(report(new UsageError('what?'))).toEqual({ code: 2, printed: 'netwright: what?\n' });
  });

  it('calls everything else a bug, with the place where it arose, and exits with 3', () => {
    const { code, printed } = report(new TypeError('x is not a function'));
    expect(code).toBe(3);
    expect(printed).toMatch(/^netwright: this is a bug in netwright \d+\.\d+\.\d+, please report it/);
    expect(printed).toMatch(/TypeError: x is not a function\n {4}at .*program\.test\.ts/);
    expect(report('a text').printed).toMatch(/a text\n$/);
  });
});
