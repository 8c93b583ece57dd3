import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../core/index.ts';
import { FlatMemory } from './flat-memory.ts';

const layout = { parameterCount: 17, slots: 2, regions: { input: 5, statistics: 33 } };

describe('FlatMemory', () => {
  it('gives views of the asked lengths, all zero, that share one buffer', () => {
    const memory = new FlatMemory(layout);
    const views = [memory.parameters, memory.gradients, ...memory.slots];
    expect(views.map((view) => view.length)).toEqual([17, 17, 17, 17]);
    expect(memory.region('input')).toHaveLength(5);
    expect(memory.region('statistics')).toHaveLength(33);
    for (const view of [...views, memory.region('input'), memory.region('statistics')]) {
      expect(view.buffer).toBe(memory.memory.buffer);
      expect(view.every((value) => value === 0)).toBe(true);
    }
  });

  it('begins each vector at a multiple of 64 bytes, behind the padding of the one before', () => {
    const memory = new FlatMemory(layout);
    const views = [memory.parameters, memory.gradients, ...memory.slots, memory.region('input')];
    expect(views.map((view) => view.byteOffset)).toEqual([0, 128, 256, 384, 512]);
    expect(memory.region('statistics').byteOffset).toBe(576);
    expect(memory.paddedByteLength).toBe(128);
  });

  it('keeps vectors apart', () => {
    const memory = new FlatMemory(layout);
    const views = [memory.parameters, memory.gradients, ...memory.slots, memory.region('input')];
    views.forEach((view, index) => {
      view.fill(index + 1);
    });
    expect(views.map((view) => view.every((value, _, all) => value === all[0]))).not.toContain(false);
    expect(views.map((view) => view[0])).toEqual([1, 2, 3, 4, 5]);
  });

  it('holds a network without parameters', () => {
    const memory = new FlatMemory({ parameterCount: 0, slots: 0 });
    expect(memory.parameters).toHaveLength(0);
    expect(memory.buffer.byteLength).toBeGreaterThan(0);
  });

  it('refuses more than 4 GiB, saying how much was asked for', () => {
    const make = () => new FlatMemory({ parameterCount: 400_000_000, slots: 2 });
    expect(make).toThrow(RuntimeError);
    expect(make).toThrow(
      /^5\.96 GiB of training state \(400000000 parameters, .*\) do not fit .* 4 GiB\. Use a smaller/,
    );
  });

  it('names the regions that it has when asked for another', () => {
    expect(() => new FlatMemory(layout).region('output')).toThrow(
      "no region 'output': its regions are 'input', 'statistics'",
    );
    expect(() => new FlatMemory({ parameterCount: 1, slots: 0 }).region('input')).toThrow('its regions are none');
  });

  it('can be made often, as trials do', () => {
    let bytes = 0;
    for (let trial = 0; trial < 300; trial++) {
      bytes += new FlatMemory({ parameterCount: 1000, slots: 2 }).buffer.byteLength;
    }
    expect(bytes).toBe(300 * 65_536);
  });
});
