/** Optimizers, learning-rate schedules and gradient clipping, on flat float32 vectors in one WebAssembly memory. */
export { FlatMemory, type FlatMemoryLayout } from './flat-memory.ts';
export {
  clipByNorm,
  clipByValue,
  createGradientClipping,
  type GradientClipping,
  type GradientClippingOptions,
  gradientClippingOptions,
} from './gradient-clipping.ts';
export type { Optimizer, OptimizerDefinition } from './optimizers/optimizer.ts';
export {
  createOptimizer,
  type OptimizerName,
  type OptimizerOptions,
  optimizerOptions,
  optimizerSchema,
  optimizers,
  slotNamesOf,
} from './optimizers/optimizers.ts';
export { compressSchedule } from './schedules/compress-schedule.ts';
export type { Schedule, ScheduleContext, ScheduleDefinition } from './schedules/schedule.ts';
export {
  createSchedule,
  type ScheduleName,
  type ScheduleOptions,
  scheduleOptions,
  scheduleSchema,
  schedules,
} from './schedules/schedules.ts';
export { createVectorOperations, type VectorOperations } from './vector-operations.ts';
