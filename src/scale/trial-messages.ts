import type { Design, TrialRequest, TrialResult } from '../diagnosis/index.ts';
import type { Network } from '../nn/index.ts';
import type { PlainDataset } from './plain-dataset.ts';

/** What a trial process is asked for. The subject comes first, once. */
export type TrialOrder =
  | {
      readonly kind: 'subject';
      readonly design: Design;
      readonly train: PlainDataset;
      readonly validation: PlainDataset | undefined;
    }
  | {
      readonly kind: 'trial';
      readonly request: TrialRequest;
      /** The subject's network under the request's seed. */
      readonly network: Network;
    };

/** What a trial process tells. */
export type TrialAnswer =
  /** Its engine is open. */
  | { readonly kind: 'ready'; readonly engine: string }
  | { readonly kind: 'result'; readonly result: TrialResult }
  /** It cannot work at all: no engine. */
  | { readonly kind: 'failure'; readonly message: string };
