/** Where Chromium lies, in which the tests of the browser run. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const fixedPlaces = [
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** What to do where there is none. */
export const chromiumIsMissing =
  'The tests in a browser need Chromium 113 or newer, and none is installed. Install it (Debian: apt-get install chromium), or name the executable of Chromium, Chrome or Edge in CHROMIUM_PATH.';

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The executable that `CHROMIUM_PATH` names, or the first of the usual ones.
 *
 * @param {Readonly<Record<string, string | undefined>>} [environment]
 * @returns {string | undefined} undefined where there is none
 */
export function findChromium(environment = process.env) {
  const { CHROMIUM_PATH, PATH = '' } = environment;
  if (CHROMIUM_PATH) return isExecutable(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined;
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...fixedPlaces].find(isExecutable);
}
