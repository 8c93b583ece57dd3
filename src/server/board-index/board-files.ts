/** Folder in the root that deleted runs wait in. */
export const trashFolder = '.netwright-trash';
/** File of a run in which a diagnosis stands. */
export const reportFile = 'report.json';
/** File in the root with names, notes and what is hidden. */
export const settingsFile = '.netwright-board.json';
