import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GraphAnswer } from '../../src/server/api.ts';
import { accessibilityFaults, keepPicture, lookAt, settle, useChromium } from './board-page.ts';
import { serveRecorded } from './recorded-runs.ts';
import { makeFolder, serveBoard } from './served-board.ts';

const patientMs = 120_000;
const openPage = useChromium();
const fixtures = join(import.meta.dirname, '../fixtures/event-files');

function copyRuns(folder: string): void {
  for (const name of ['tensorflow', 'torch']) {
    mkdirSync(join(folder, name), { recursive: true });
    copyFileSync(join(fixtures, `${name}-graph.tfevents`), join(folder, name, `events.out.tfevents.1.${name}`));
  }
}

describe('the graphs of event files', () => {
  it('are answered layer by layer, with ends, shapes and parameters where the file says them', async () => {
    const folder = makeFolder();
    copyRuns(folder);
    const board = await serveBoard(folder);
    const { runs } = await board.runs((answer) => answer.runs.length === 2);
    expect(runs.map(({ hasGraph }) => hasGraph)).toEqual([true, true]);
    const torch = await board.json<GraphAnswer>('/api/graph?run=torch');
    expect([torch.source, torch.cut]).toEqual(['event file', false]);
    expect(torch.inputs).toEqual([{ name: 'input/x', dtype: null, shape: [2, 1, 8, 8] }]);
    expect(torch.outputs).toEqual([{ name: 'output/output.1', dtype: null, shape: [2, 10] }]);
    expect(torch.layers.map(({ name, opTypes, outputShape }) => [name, opTypes[0], outputShape])).toEqual([
      ['input', 'IO Node', [2, 1, 8, 8]],
      ['Net/Sequential[features]/Conv2d[0]', 'aten::_convolution', [2, 4, 6, 6]],
      ['Net/Sequential[features]/ReLU[1]', 'aten::relu', [2, 4, 6, 6]],
      ['Net/Sequential[features]/MaxPool2d[2]', 'aten::max_pool2d', [2, 4, 3, 3]],
      ['Net', 'aten::flatten', [2, 36]],
      ['Net/Linear[head]', 'aten::linear', [2, 10]],
      ['output', 'IO Node', [2, 10]],
    ]);
    const tensorflow = await board.json<GraphAnswer>('/api/graph?run=tensorflow');
    expect(tensorflow.inputs).toEqual([{ name: 'input', dtype: 'float32', shape: [null, 2] }]);
    expect(tensorflow.outputs).toEqual([{ name: 'output/Relu', dtype: 'float32', shape: [null, 1] }]);
    expect(tensorflow.layers.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['', 0],
      ['hidden', 6],
      ['output', 3],
    ]);
  });
});

describe('the view of the network of an event file', { timeout: patientMs }, () => {
  it('lists layers in both themes and in a narrow window', async () => {
    const url = await serveRecorded(copyRuns);
    await lookAt(openPage, url, 'network', 'of=torch', '.layer-row .rail', 'network-torch');
    const page = await openPage(`${url}?tab=network&of=torch`);
    await page.click('.layer-head:has-text("Linear[head]")');
    expect(await page.locator('.node-row strong').allTextContents()).toContain('aten::linear');
    expect(await page.locator('.toolbar [role=status]').textContent()).toBe('7 layers, 26 nodes');
    await settle(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepPicture(page, 'network-torch');
    await page.locator('.toolbar select').selectOption('tensorflow');
    await page.waitForSelector('.layer-head:has-text("hidden")');
    expect(await page.locator('.toolbar [role=status]').textContent()).toMatch(/3 layers, \d+ nodes, 9 parameters/);
    await keepPicture(page, 'network-tensorflow');
    await page.close();
  });
});
