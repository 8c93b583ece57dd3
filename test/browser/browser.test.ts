import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nchwcDomain } from '../../src/graph/index.ts';
import { allOperators } from '../../src/ops/index.ts';
import { openExecutor } from '../../src/runtime/index.ts';
import exceptions from '../operators/engine-exceptions.json' with { type: 'json' };
import { type BrowserUnderTest, startBrowser, type TestPage } from './chromium.ts';
import type { EngineChoice } from './page.ts';
import { type TrainedNumbers, train, trainingCases } from './training-cases.ts';

/** WebGPU compiles a shader for every kernel, which its software emulation does slowly. */
const patientMs = 300_000;

/** The engines of the browser, each in the page that is kept for it. */
const inBrowser: readonly { name: string; mode: 'plain' | 'isolated'; choice: EngineChoice; target: string }[] = [
  { name: 'WebAssembly', mode: 'plain', choice: { device: 'cpu' }, target: 'onnxruntime-web' },
  {
    name: 'WebAssembly on two threads',
    mode: 'isolated',
    choice: { device: 'cpu', threads: 2 },
    target: 'onnxruntime-web',
  },
  { name: 'WebGPU', mode: 'plain', choice: { device: 'webgpu' }, target: 'onnxruntime-webgpu' },
];

const operators = allOperators.filter(({ domain }) => domain !== nchwcDomain);

let chromium: BrowserUnderTest;
let pages: Record<'plain' | 'isolated', TestPage>;

beforeAll(async () => {
  chromium = await startBrowser();
  pages = { plain: await chromium.open('plain'), isolated: await chromium.open('isolated') };
}, patientMs);

afterAll(async () => {
  await chromium?.close();
});

/** The greatest difference of two lists, relative for numbers beyond 1. */
function distance(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!) / Math.max(1, Math.abs(x))), 0);
}

describe('opening an engine in Chromium', () => {
  it('computes by WebAssembly on one thread', async () => {
    expect(await pages.plain.call('describeEngine', { device: 'cpu' })).toMatchObject({
      name: 'onnxruntime-web',
      target: 'onnxruntime-web',
      description: expect.stringMatching(/WebAssembly \(CPU, 1 thread\)$/),
      fallbackReason: undefined,
    });
  });

  it('computes on two threads in a page that is cross-origin isolated', async () => {
    const { description, fallbackReason } = await pages.isolated.call('describeEngine', { device: 'cpu', threads: 2 });
    expect(description).toMatch(/WebAssembly \(CPU, 2 threads\)$/);
    expect(fallbackReason).toBeUndefined();
  });

  it('computes on one thread in any other page, and says so', async () => {
    const { description, fallbackReason } = await pages.plain.call('describeEngine', { device: 'cpu', threads: 2 });
    expect(description).toMatch(/1 thread\)$/);
    expect(fallbackReason).toBe('2 threads need a page that is cross-origin isolated, and this one is not');
  });

  it('computes on WebGPU', async () => {
    const { description, target } = await pages.plain.call('describeEngine', { device: 'webgpu' });
    expect(description).toMatch(/WebGPU \(software, .*swiftshader\)$/);
    expect(target).toBe('onnxruntime-webgpu');
  });

  it('falls back to WebAssembly from an emulated graphics card, and says so', async () => {
    const { target, fallbackReason } = await pages.plain.call('describeEngine', { device: 'auto' });
    expect(target).toBe('onnxruntime-web');
    expect(fallbackReason).toMatch(/^WebGPU does not work here: there is only an emulated adapter/);
  });
});

describe('the same training steps on every engine', () => {
  const native = new Map<string, TrainedNumbers>();

  beforeAll(async () => {
    const executor = await openExecutor({ engine: 'onnxruntime-node' });
    for (const name of Object.keys(trainingCases)) native.set(name, await train(name, executor));
  });

  describe.each(['Node’s WebAssembly', ...inBrowser.map(({ name }) => name)])('%s', (engine) => {
    it.each(Object.keys(trainingCases))('%s', { timeout: patientMs }, async (name) => {
      const place = inBrowser.find((candidate) => candidate.name === engine);
      const trained =
        place === undefined
          ? await train(name, await openExecutor({ engine: 'onnxruntime-web' }))
          : await pages[place.mode].call('trainCase', place.choice, name);
      const expected = native.get(name)!;
      expect(new Set(expected.losses).size).toBe(expected.losses.length);
      expect(distance(expected.losses, trained.losses)).toBeLessThan(1e-4);
      expect(distance(expected.parameters, trained.parameters)).toBeLessThan(1e-4);
    });
  });
});

describe.each(inBrowser.filter(({ mode }) => mode === 'plain'))('the catalogue on $name', ({ choice, mode }) => {
  const lacking = Object.keys(exceptions.lacking);
  let found: Record<string, string[]>;

  beforeAll(async () => {
    found = await pages[mode].call('checkOperators', choice, lacking);
  }, patientMs);

  it.each(operators.map(({ opType }) => opType))('%s agrees with float64, value and gradient', (opType) => {
    expect(found[opType]).toEqual([]);
  });
});

it(
  'ends a training with what was learnt where its WebGPU device is lost, and can open another',
  async () => {
    const page = await chromium.open('plain');
    const { reason, steps, keepsLastStep, later, devices, predictions, kernel } = await page.call('loseDevice', 3);
    expect(reason).toEqual({
      kind: 'engine-failure',
      step: 4,
      message: expect.stringMatching(/^the WebGPU device was lost \(destroyed\): .*go on with device 'cpu'$/s),
    });
    expect({ steps, keepsLastStep, devices }).toEqual({ steps: 3, keepsLastStep: true, devices: 2 });
    expect(later).toMatch(/^RuntimeError: the WebGPU device was lost/);
    // The bias started at 0 and made three steps of 0.001 with the kernel.
    predictions.forEach((prediction, i) => {
      expect(Math.abs(prediction - (kernel * i) / 8)).toBeLessThan(4e-3);
    });
    await page.close();
  },
  patientMs,
);
