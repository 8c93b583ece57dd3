import { describe, expect, it } from 'vitest';
import type { Executor } from './executor.ts';
import { openFirst } from './open-first.ts';
import { referenceExecutor } from './reference.ts';

const advice = 'Install it again';
const broken = (message: string) => async (): Promise<Executor> => {
  throw new Error(message);
};

describe('opening the first engine that works', () => {
  it('falls back to the next engine and says why', async () => {
    const executor = await openFirst(
      [
        { name: 'onnxruntime-node', open: broken('no library for this platform\nRequire stack: …') },
        { name: 'reference', open: async () => referenceExecutor() },
      ],
      advice,
    );
    expect(executor.name).toBe('reference');
    expect(executor.fallbackReason).toBe('onnxruntime-node does not work here: no library for this platform');
  });

  it('gives every reason where no engine works', async () => {
    const causes = [new Error('no library'), new Error('no module')];
    const opening = openFirst(
      [
        { name: 'onnxruntime-node', open: () => Promise.reject(causes[0]) },
        { name: 'onnxruntime-web', open: () => Promise.reject(causes[1]) },
      ],
      advice,
    );
    await expect(opening).rejects.toThrow(
      'onnxruntime-node does not work here: no library; onnxruntime-web does not work here: no module. Install it again',
    );
    await expect(opening).rejects.toMatchObject({ cause: { errors: causes } });
  });
});
