import { walkRules } from '../../../test/support/walk-rules.ts';

walkRules(['capacity', 'layers', 'layout', 'input-scaling', 'target-scaling']);
