/** The board: runs below a folder, indexed and served to its web app. */
export type * from './api.ts';
export { type OpenedIndex, type OpenIndex, openIndexHere, openIndexThread } from './index-thread.ts';
export { type Board, type BoardOptions, startBoard } from './start-board.ts';
