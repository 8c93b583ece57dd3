import { RuntimeError } from '../core/index.ts';
import type { FlatMemory } from './flat-memory.ts';
import { kernelBinaries } from './kernels.generated.ts';

/** The name of a kernel: that of its file in `kernels/`, without the ending. */
export type KernelName = keyof typeof kernelBinaries;

/** A module does not depend on a memory, so that each is compiled once. */
const modules = new Map<KernelName, WebAssembly.Module>();

function compiled(name: KernelName): WebAssembly.Module {
  const known = modules.get(name);
  if (known !== undefined) return known;
  const binary = Uint8Array.from(atob(kernelBinaries[name]), (character) => character.charCodeAt(0));
  try {
    const module = new WebAssembly.Module(binary);
    modules.set(name, module);
    return module;
  } catch (cause) {
    throw new RuntimeError(`the kernel '${name}' does not compile on this JavaScript engine`, {
      cause,
      advice: 'netwright needs WebAssembly with SIMD: Node 20, Chrome 91, Firefox 89 or Safari 16.4, or newer',
    });
  }
}

/**
 * A kernel bound to a memory, as a function of plain numbers: byte offsets, lengths and coefficients in the order that
 * its `.wat` file gives. Throws RuntimeError where the engine lacks WebAssembly SIMD.
 */
export function instantiateKernel<Signature extends (...operands: never[]) => unknown>(
  name: KernelName,
  memory: FlatMemory,
): Signature {
  const { exports } = new WebAssembly.Instance(compiled(name), { flat: { memory: memory.memory } });
  return exports.run as Signature;
}
