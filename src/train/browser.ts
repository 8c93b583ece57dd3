/** Training as it runs in a browser, which has no run folders. */
export { matchFields } from './batch-buffers.ts';
export { defaultLayers, defaultLoss } from './default-network.ts';
export type { EpochRecord } from './epoch-record.ts';
export type { Scores } from './evaluator.ts';
export type { Handler, StatisticsRequest, StopReason, TrainingState } from './events.ts';
export { type FitOptions, type FitResult, fit } from './fit.ts';
export { type EarlyStoppingOptions, earlyStopping } from './handlers/early-stopping.ts';
export { type ReduceOnPlateauOptions, reduceOnPlateau } from './handlers/reduce-on-plateau.ts';
export { type StatisticsOptions, statistics } from './handlers/statistics.ts';
export type { Histogram } from './histogram.ts';
export { type LayerNorms, layerNorms } from './layer-norms.ts';
export type { NonFiniteOrigin } from './non-finite.ts';
export type { ParameterStatistics } from './parameter-statistics.ts';
export { type EvaluateOptions, evaluate, type PredictOptions, predict } from './predict.ts';
export type { LayerStatistics, StepStatistics } from './probe.ts';
export { type Recipe, type RecipeInput, recipeSchema, resolveRecipe } from './recipe.ts';
export type { DataFingerprint, HandlerMemory, TrainingCheckpoint } from './training-checkpoint.ts';
export { type Snapshot, type StepResult, TrainingEngine, type TrainingEngineOptions } from './training-engine.ts';
