import { RuntimeError } from '../core/index.ts';

/** Limits of which ONNX Runtime's kernels take as much as there is; the rest keep WebGPU's defaults. */
const raisedLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** Features of which ONNX Runtime's kernels make use where they are there. */
const usedFeatures = ['shader-f16', 'subgroups'] as const;

/** A device of this page, and what became of it. */
export interface WebGpuDevice {
  readonly device: GPUDevice;
  /** What computes: `nvidia ampere`, or `software` where the browser only emulates a graphics card. */
  readonly adapter: string;
  readonly isSoftware: boolean;
  /** Rejects with a RuntimeError once the device is lost, and never resolves. */
  readonly lost: Promise<never>;
  readonly isLost: () => boolean;
}

/** The device that this page computes on, opened at the first call and again after it was lost. */
let opened: Promise<WebGpuDevice> | undefined;

/**
 * The page's WebGPU device.
 *
 * @throws RuntimeError where the browser has no WebGPU or no adapter, with what to do
 */
export async function openWebGpuDevice(): Promise<WebGpuDevice> {
  const known = await opened;
  if (known !== undefined && !known.isLost()) return known;
  opened = requestDevice();
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

async function requestDevice(): Promise<WebGpuDevice> {
  if (!('gpu' in navigator)) {
    throw new RuntimeError('this browser or page has no WebGPU', {
      advice: "Serve the page over https or from localhost, use Chrome or Edge 113 or newer, or ask for device 'cpu'",
    });
  }
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) {
    throw new RuntimeError('this browser finds no graphics adapter for WebGPU', {
      advice: "Allow hardware acceleration in the browser's settings, or ask for device 'cpu'",
    });
  }
  const device = await adapter.requestDevice({
    requiredFeatures: usedFeatures.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(raisedLimits.map((name) => [name, adapter.limits[name]])),
  });
  let isLost = false;
  const lost = device.lost.then(({ reason, message }) => {
    isLost = true;
    throw new RuntimeError(`the WebGPU device was lost (${reason}): ${message.trim() || 'no reason given'}`, {
      advice: "Open the executor again, or go on with device 'cpu'",
    });
  });
  // Nobody may be waiting at that moment: a run that comes later hears of it all the same.
  lost.catch(() => {});
  const { vendor, architecture } = adapter.info;
  const isSoftware = adapter.info.isFallbackAdapter || architecture === 'swiftshader';
  const name = [vendor, architecture].filter((part) => part !== '').join(' ') || 'unnamed adapter';
  return { device, adapter: isSoftware ? `software, ${name}` : name, isSoftware, lost, isLost: () => isLost };
}
