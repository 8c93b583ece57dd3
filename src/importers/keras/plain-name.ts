import { nameAndConfig } from './initializers.ts';
import type { JsonObject } from './options.ts';

/** Name in lower case without underscores, and the options: `MeanSquaredError` and `mean_squared_error` are one. */
export function plainName(given: unknown): { plain: string; name: string; config: JsonObject } {
  const { name, config } = nameAndConfig(given);
  return { plain: name.replaceAll('_', '').toLowerCase(), name, config };
}
