import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EventFileWriter } from '../../src/records/index.ts';
import type { RunsAnswer } from '../../src/server/api.ts';
import { useCommandLine } from '../cli/command-line.ts';

const { folder, netwright } = useCommandLine();

/** The address in what the board printed. */
const urlIn = (printed: string): string | undefined => /http:\/\/\S+/.exec(printed)?.[0];

/** Runs the board, calls `use` with its address once it is printed, then presses Ctrl-C. */
async function withBoard(args: string[], use: (url: string) => Promise<void>) {
  let used: Promise<void> | undefined;
  const ended = await netwright(['board', ...args], {
    onOutput: (printed, kill) => {
      const url = printed.includes('Ctrl-C') ? urlIn(printed) : undefined;
      if (url !== undefined) used ??= use(url).finally(() => kill('SIGINT'));
    },
  });
  await used;
  return ended;
}

async function listenAnywhere() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' ? address!.port : 0 };
}

describe('netwright board', () => {
  test('serves runs from a thread of its own until Ctrl-C, which is no failure', async () => {
    const writer = new EventFileWriter(join(folder, 'logs/a'));
    writer.scalar('loss', 1, 7);
    writer.close();
    const ended = await withBoard(['logs', '--port', '0'], async (url) => {
      for (let attempt = 0; ; attempt++) {
        const { runs } = (await (await fetch(`${url}api/runs`)).json()) as RunsAnswer;
        if (runs[0]?.lastStep === 7) break;
        if (attempt > 200) throw new Error('the run is not shown');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect((await fetch(`${url}api/histograms?run=a&tag=x`)).status).toBe(404);
    });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^http:\/\/localhost:\d+\/ {3}shows .*logs\nCtrl-C ends it\.\n$/);
  });

  test('serves an empty folder, and says which folder is not there', async () => {
    mkdirSync(join(folder, 'empty'));
    const { code, stdout } = await withBoard(['empty', '--port', '0'], async () => {});
    expect([code, stdout]).toEqual([0, expect.stringContaining('There are no runs in it yet')]);
    expect(await netwright(['board', 'nowhere'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'netwright: nowhere: no such folder. Give the folder that runs are written to\n',
    });
  });

  test('refuses a port that is in use and a host that is not there', async () => {
    const { server, port } = await listenAnywhere();
    const taken = await netwright(['board', 'logs', '--port', String(port)]);
    server.close();
    expect(taken).toMatchObject({ code: 1, stdout: '' });
    expect(taken.stderr).toContain(`port ${port} of localhost is in use. Choose another by --port`);
    const elsewhere = await netwright(['board', 'logs', '--port', '0', '--host', '203.0.113.7']);
    expect(elsewhere).toMatchObject({ code: 1, stderr: "netwright: '203.0.113.7' is no address of this machine\n" });
    expect((await netwright(['board', '--port', '99999'])).code).toBe(2);
  });

  test('opens the browser where it is asked to, and goes on where there is none', async () => {
    if (process.platform !== 'linux') return;
    const path = process.env.PATH;
    const opened = join(folder, 'opened');
    mkdirSync(join(folder, 'bin'));
    writeFileSync(
      join(folder, 'bin/xdg-open'),
      `#!/bin/sh\necho "$1" > '${opened}.part'\nmv '${opened}.part' '${opened}'\n`,
    );
    chmodSync(join(folder, 'bin/xdg-open'), 0o755);
    try {
      process.env.PATH = `${join(folder, 'bin')}:${path}`;
      const { stdout } = await withBoard(['logs', '--port', '0', '--open'], async () => {
        for (let attempt = 0; attempt < 200 && !existsSync(opened); attempt++) {
          await new Promise((resolve) => setTimeout(resolve, 25));
        }
      });
      expect(readFileSync(opened, 'utf8').trim()).toBe(urlIn(stdout));
      process.env.PATH = folder;
      const without = await withBoard(['logs', '--port', '0', '--open'], async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
      });
      expect(without).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(/no browser can be opened .*; open http/),
      });
    } finally {
      process.env.PATH = path;
    }
  });
});
