/** Models of other frameworks: what their files hold becomes a network that can be trained. */
export type { ImportedModel, ImportNote, ModelFormat } from './imported-model.ts';
