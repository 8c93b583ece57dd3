/** Installs the dependencies when they are missing or are not those of package-lock.json. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { exitOf, inRoot, root } from './house.mjs';

const oldestNode = [20, 19];

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
  const reasons = complaints
    .split('\n')
    .filter((line) => line.startsWith('npm error ') && !line.includes('complete log'));
  const reason = reasons.slice(0, 3).map((line) => line.slice('npm error '.length).trim());
  throw new Error(
    `npm install failed with exit code ${code}: ${reason.join('; ') || complaints.trim()}. Check the network and the registry, then run it again.`,
  );
}

/** Makes node_modules match package-lock.json; says so when there is something to do; ends the process on failure. */
export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    console.error(`netwright needs Node ${oldestNode.join('.')} or newer; this is ${process.version}.`);
    process.exit(2);
  }
  if (isInstalled(packagesOf('package-lock.json'), packagesOf('node_modules/.package-lock.json'))) return;
  console.log('Installing the dependencies (npm install) ...');
  try {
    await installDependencies();
  } catch (cause) {
    console.error(cause.message);
    process.exit(1);
  }
}
