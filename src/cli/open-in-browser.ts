import { spawn } from 'node:child_process';

/** What opens an address in the browser of the user's choice. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the browser; where that is not possible, `onFailure` hears of it. */
export function openInBrowser(url: string, onFailure: (message: string) => void): void {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command!, [...args, url], { stdio: 'ignore', detached: true });
  opener.on('error', () => onFailure(`no browser can be opened by '${command}'; open ${url} yourself`));
  opener.unref();
}
