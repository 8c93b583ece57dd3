import { walkRules } from '../../../test/support/walk-rules.ts';

walkRules(['output-activation', 'output-shape']);
