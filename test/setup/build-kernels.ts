import { buildKernels } from '../../scripts/build-kernels.mjs';

/** Compiles the optimizers' kernels before the first test, so that Vitest also runs on its own in a fresh checkout. */
export default async function setUp(): Promise<void> {
  await buildKernels();
}
