import { walkRules } from '../../../test/support/walk-rules.ts';

walkRules(['data', 'batch-normalization', 'regularization']);
