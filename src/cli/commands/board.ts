import { defineCommand, OptionFault, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const board = defineCommand({
  name: 'board',
  summary: 'show runs in the browser as they train: curves, histograms, images, networks, reports',
  description: [
    'Serves the runs below DIR, ours or those of any program that writes TensorBoard event files, and a page that shows them. No spike is lost at any zoom, and NaN and infinities stay visible. Ctrl-C ends it.',
    'It is served to this machine alone, unless --host names another address; then the address that is printed carries a token, without which nothing is shown.',
  ],
  model: { name: 'DIR', required: false, help: 'folder with runs in it, at any depth (default: runs)' },
  options: {
    port: {
      flags: '-p, --port <N>',
      help: 'port to listen on; without it 6006, or the next that is free',
      parse: (text) => {
        const port = Number(text);
        if (/^\d+$/.test(text) && port <= 65_535) return port;
        throw new OptionFault('expected a whole number from 0 to 65535');
      },
    },
    host: textOption('--host <HOST>', 'address to listen on; 0.0.0.0 for all of this machine (default: localhost)'),
    open: switchOption('--open', 'open the page in the browser'),
  },
  examples: [
    { command: 'netwright board --open', does: 'the runs in ./runs' },
    { command: 'netwright board lightning_logs --port 6007 --open', does: 'runs of another program' },
  ],
  async run(folder = 'runs', { port, host = 'localhost', open = false }, { output, errors }) {
    const { serveBoard } = await import('../serve-board.ts');
    await serveBoard(folder, { port, host, open }, output, errors);
    return exitCodes.fine;
  },
});
