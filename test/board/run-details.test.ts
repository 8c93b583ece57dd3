import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { EventFileWriter } from '../../src/records/index.ts';
import { appFolder, settle, useChromium, waitForPoints } from './board-page.ts';
import { makeFolder, serveBoard } from './served-board.ts';

const patientMs = 120_000;
const openPage = useChromium();

interface Served {
  readonly url: string;
  readonly writers: readonly EventFileWriter[];
  /** What the server keeps of what users said. */
  said(): unknown;
}

async function serveRuns(...names: readonly string[]): Promise<Served> {
  const folder = makeFolder();
  const writers = names.map((name) => {
    const writer = new EventFileWriter(join(folder, name), { flushMilliseconds: 50 });
    writer.scalar('loss', 1, 0);
    writer.flush();
    return writer;
  });
  const { url } = await serveBoard(folder, 'localhost', appFolder);
  const path = join(folder, '.netwright-board.json');
  return { url, writers, said: () => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).runs : {}) };
}

/** Holds back requests of a method and path, each until it is let go. */
async function holdBack(page: Page, path: string, method: string) {
  const held: (() => void)[] = [];
  let isOver = false;
  await page.route(
    (url) => url.pathname === path,
    async (route) => {
      if (isOver || route.request().method() !== method) return route.continue();
      const response = await route.fetch();
      await new Promise<void>((done) => held.push(done));
      return route.fulfill({ response });
    },
  );
  return {
    /** Waits until so many requests were answered by the server and are held back. */
    waitFor: (count: number) => expect.poll(() => held.length).toBe(count),
    letGo: (place: number) => held[place]?.(),
    /** Lets go of all, and of those to come. */
    end: () => {
      isOver = true;
      for (const letGo of held) letGo();
    },
  };
}

const notesOf = (page: Page): Promise<string> => page.inputValue('.notes-field');
const namesOf = (page: Page): Promise<string[]> => page.locator('.run-name').allTextContents();

describe('the details of a run', { timeout: patientMs }, () => {
  it('keep what is being typed while the run grows, gets tags and is renamed', async () => {
    const { url, writers, said } = await serveRuns('run');
    const page = await openPage(`${url}?run=run`);
    await waitForPoints(page, 'loss', 1);
    const renaming = await holdBack(page, '/api/run', 'PATCH');
    await page.fill('.name-field', 'best of all');
    await page.press('.name-field', 'Enter');
    await renaming.waitFor(1);
    await page.locator('.notes-field').pressSequentially('half of a ');
    writers[0]?.scalar('loss', 2, 1);
    await waitForPoints(page, 'loss', 2);
    writers[0]?.scalar('accuracy', 1, 1);
    writers[0]?.close();
    await waitForPoints(page, 'accuracy', 1);
    expect(await page.inputValue('.name-field')).toBe('best of all');
    expect(await notesOf(page)).toBe('half of a ');
    renaming.end();
    await expect.poll(() => namesOf(page)).toEqual(['best of all']);
    await page.locator('.notes-field').pressSequentially('thought');
    expect(await notesOf(page)).toBe('half of a thought');
    await page.locator('.notes-field').blur();
    await expect.poll(said).toEqual({ run: { name: 'best of all', notes: 'half of a thought' } });
    await page.close();
  });

  it('return to what is saved at Escape, and are saved where another run is opened, which does not get them', async () => {
    const { url, said } = await serveRuns('a', 'b');
    const page = await openPage(`${url}?run=a`);
    await page.locator('.run-name').nth(1).click();
    await page.fill('.name-field', 'not wanted');
    await page.press('.name-field', 'Escape');
    expect(await page.inputValue('.name-field')).toBe('b');
    await page.fill('.notes-field', 'of b');
    await page.goBack();
    await page.waitForSelector('section[aria-label="Details of a"]');
    expect(await notesOf(page)).toBe('');
    await expect.poll(said).toEqual({ b: { notes: 'of b' } });
    await page.close();
  });

  it('end at the last of changes that come in quick succession', async () => {
    const { url, said } = await serveRuns('run');
    const page = await openPage(`${url}?run=run`);
    const changes = await holdBack(page, '/api/run', 'PATCH');
    for (const notes of ['first', 'second', 'first', 'third']) {
      await page.fill('.notes-field', notes);
      await page.locator('.notes-field').blur();
    }
    await changes.waitFor(1);
    expect(await notesOf(page)).toBe('third');
    changes.end();
    await expect.poll(said).toEqual({ run: { notes: 'third' } });
    expect(await notesOf(page)).toBe('third');
    await page.close();
  });

  it('keep a draft that could not be saved', async () => {
    const { url, said } = await serveRuns('run');
    const page = await openPage(`${url}?run=run`);
    const fail = (url: URL) => url.pathname === '/api/run';
    await page.route(fail, (route) => route.fulfill({ status: 200, body: 'no JSON' }));
    await page.fill('.notes-field', 'worth keeping');
    await page.locator('.notes-field').blur();
    await page.waitForSelector('.message');
    expect(await notesOf(page)).toBe('worth keeping');
    await page.unroute(fail);
    await page.focus('.notes-field');
    await page.locator('.notes-field').blur();
    await expect.poll(said).toEqual({ run: { notes: 'worth keeping' } });
    await page.close();
  });

  it('are not undone by a list of runs that was asked for before', async () => {
    const { url, writers } = await serveRuns('run');
    const page = await openPage(`${url}?run=run`);
    await waitForPoints(page, 'loss', 1);
    const lists = await holdBack(page, '/api/runs', 'GET');
    writers[0]?.scalar('accuracy', 1, 1);
    writers[0]?.close();
    await lists.waitFor(1);
    await page.fill('.name-field', 'renamed');
    await page.press('.name-field', 'Enter');
    await expect.poll(() => namesOf(page)).toEqual(['renamed']);
    lists.letGo(0);
    await lists.waitFor(2);
    await settle(page);
    expect(await namesOf(page)).toEqual(['renamed']);
    lists.end();
    await waitForPoints(page, 'accuracy', 1);
    expect(await namesOf(page)).toEqual(['renamed']);
    await page.close();
  });
});
