import { describe, expect, it } from 'vitest';
import { RuntimeError, UsageError } from '../core/index.ts';
import type { Executor } from './executor.ts';
import { type Device, openExecutor, openFirst } from './open-executor.ts';
import { referenceExecutor } from './reference.ts';

const broken = (message: string) => async (): Promise<Executor> => {
  throw new Error(message);
};

describe('opening an engine', () => {
  it('takes the native library where nothing is asked for', async () => {
    const executor = await openExecutor();
    expect(executor.name).toBe('onnxruntime-node');
    expect(executor.description).toMatch(/native \(CPU, 1 thread\)$/);
    expect(executor.fallbackReason).toBeUndefined();
  });

  it('takes the engine and the threads that are asked for', async () => {
    expect((await openExecutor({ engine: 'reference' })).name).toBe('reference');
    expect((await openExecutor({ engine: 'onnxruntime-web', device: 'cpu' })).name).toBe('onnxruntime-web');
    expect((await openExecutor({ threads: 2 })).description).toMatch(/native \(CPU, 2 threads\)$/);
  });

  it.each<Device>(['webgpu', 'cuda'])('says that %s is not available, and what is', async (device) => {
    await expect(openExecutor({ device })).rejects.toThrow(RuntimeError);
    await expect(openExecutor({ device })).rejects.toThrow(
      new RegExp(`^device '${device}' is not available: .*'cpu' only, by ONNX Runtime .* native`),
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %s threads', async (threads) => {
    await expect(openExecutor({ threads })).rejects.toThrow(UsageError);
  });

  it('falls back to the next engine and says why', async () => {
    const executor = await openFirst([
      { name: 'onnxruntime-node', open: broken('no library for this platform\nRequire stack: …') },
      { name: 'reference', open: async () => referenceExecutor() },
    ]);
    expect(executor.name).toBe('reference');
    expect(executor.fallbackReason).toBe('onnxruntime-node does not work here: no library for this platform');
  });

  it('gives every reason where no engine works', async () => {
    const causes = [new Error('no library'), new Error('no module')];
    const opening = openFirst([
      { name: 'onnxruntime-node', open: () => Promise.reject(causes[0]) },
      { name: 'onnxruntime-web', open: () => Promise.reject(causes[1]) },
    ]);
    await expect(opening).rejects.toThrow(
      'onnxruntime-node does not work here: no library; onnxruntime-web does not work here: no module. Install',
    );
    await expect(opening).rejects.toMatchObject({ cause: { errors: causes } });
  });
});
