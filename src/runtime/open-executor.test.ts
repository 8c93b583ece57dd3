import { describe, expect, it } from 'vitest';
import { UsageError } from '../core/index.ts';
import { openExecutor } from './open-executor.ts';

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

  it('refuses a graphics device in an engine that has none', async () => {
    await expect(openExecutor({ device: 'webgpu', engine: 'onnxruntime-web' })).rejects.toThrow(
      "device 'webgpu' is not available in the engine onnxruntime-web. Leave the engine to netwright, or compute on device 'cpu'",
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %s threads', async (threads) => {
    await expect(openExecutor({ threads })).rejects.toThrow(UsageError);
  });
});
