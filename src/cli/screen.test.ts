import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createScreen } from './screen.ts';

function open(isTTY: boolean, environment: NodeJS.ProcessEnv = {}) {
  const stream = new PassThrough();
  let written = '';
  stream.on('data', (chunk) => {
    written += chunk;
  });
  const terminal = Object.assign(stream, { isTTY, columns: 60 }) as unknown as NodeJS.WriteStream;
  return { stream, screen: createScreen(terminal, environment), written: () => written };
}

describe('a screen', () => {
  it('writes no escape codes into a pipe, whatever the environment asks for', () => {
    const { screen, written } = open(false, { FORCE_COLOR: '1', CI: '1' });
    screen.progress('half');
    screen.print(screen.colors.red('done'));
    screen.progress(undefined);
    expect(written()).toBe('done\n');
  });

  it('keeps one line of progress below the lines that are printed on a terminal', () => {
    const { screen, written } = open(true);
    screen.progress('half');
    screen.print('line');
    screen.progress('all');
    screen.progress(undefined);
    screen.print('end');
    const erase = '\r\u001b[2K';
    expect(written()).toBe(`half${erase}line\nhalf${erase}all${erase}end\n`);
  });

  it('has colours on a terminal, but for NO_COLOR and a dumb one', () => {
    expect(open(true).screen.colors.red('x')).not.toBe('x');
    expect(open(true, { NO_COLOR: '1' }).screen.colors.red('x')).toBe('x');
    expect(open(true, { TERM: 'dumb' }).screen).toMatchObject({ isTerminal: false });
  });

  it('drops what is written after the reader has gone, and passes other failures on', async () => {
    const { stream, screen, written } = open(false);
    screen.print('first');
    stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    screen.print('second');
    await screen.write('third');
    expect(written()).toBe('first\n');
    expect(() => stream.emit('error', Object.assign(new Error('full'), { code: 'ENOSPC' }))).toThrow('full');
  });
});
