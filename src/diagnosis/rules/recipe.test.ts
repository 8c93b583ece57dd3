import { walkRules } from '../../../test/support/walk-rules.ts';

walkRules(['learning-rate', 'schedule', 'optimizer', 'batch-size', 'epochs']);
