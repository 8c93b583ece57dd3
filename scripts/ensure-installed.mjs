/** Installs the dependencies when they are missing or are not those of package-lock.json. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { chromiumIsMissing, findChromium } from './find-chromium.mjs';
import { exitOf, inRoot, root } from './house.mjs';

const oldestNode = [20, 19];

/** The beginning of a line in which npm says why it failed, and not where its log lies or which code that has. */
const npmReason = /^npm error (?!code |syscall |errno |A complete log)(?=\S)/;

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(inRoot(lockFile), 'utf8')).packages;
  } catch (cause) {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for. Contents are compared and not times, since a copied or a
 * freshly checked out folder has arbitrary times; an optional package may be missing, where its platform is another.
 */
export function isInstalled(wanted, installed) {
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    return found === undefined ? Boolean(entry.optional) : found.version === entry.version;
  });
}

function npmCommand() {
  const npm = process.env.npm_execpath;
  return npm !== undefined && basename(npm).startsWith('npm-cli') ? [process.execPath, [npm]] : ['npm', []];
}

/**
 * `npm install --no-save` and not `npm ci`: it keeps to package-lock.json all the same, and npm 11 refuses `ci` where
 * the registry at which the lock file was written did not carry the optional packages of every other platform.
 */
async function installDependencies() {
  const [command, args] = npmCommand();
  const child = spawn(command, [...args, 'install', '--no-save', '--no-progress'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  const code = await exitOf(child).catch((cause) => {
    complaints = cause.message;
    return 1;
  });
  if (code === 0) return;
  const reason = complaints.split('\n').find((line) => npmReason.test(line)) ?? complaints.trim();
  throw new Error(
    `npm install failed (exit code ${code}): ${reason.replace(npmReason, '')}. Check the network and the registry, then try again.`,
  );
}

/** Runs a program silently; resolves to whether it ended well. */
const succeeds = (program, args) =>
  exitOf(spawn(program, args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })).then(
    (code) => code === 0,
    () => false,
  );

/**
 * Makes sure that there is a Chromium to run tests in, installing Debian's where that may be done. Resolves to whether
 * there is one; says so when there is something to do.
 */
export async function ensureChromium() {
  if (findChromium() !== undefined) return true;
  const mayInstall = !process.env.CHROMIUM_PATH && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (mayInstall) {
    console.log('Installing Chromium (apt-get install chromium) ...');
    if (
      (await succeeds('apt-get', ['update'])) &&
      (await succeeds('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])) &&
      findChromium() !== undefined
    ) {
      return true;
    }
  }
  console.error(chromiumIsMissing);
  return false;
}

/** Makes node_modules match package-lock.json. Resolves to whether it does; says so when there is something to do. */
export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    console.error(`netwright needs Node ${oldestNode.join('.')} or newer; this is ${process.version}.`);
    return false;
  }
  if (isInstalled(packagesOf('package-lock.json'), packagesOf('node_modules/.package-lock.json'))) return true;
  console.log('Installing the dependencies (npm install) ...');
  try {
    await installDependencies();
    return true;
  } catch (cause) {
    console.error(cause.message);
    return false;
  }
}
