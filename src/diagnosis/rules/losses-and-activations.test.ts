import { walkRules } from '../../../test/support/walk-rules.ts';

walkRules(['loss', 'hidden-activation']);
