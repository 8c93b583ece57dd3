import { type ColorMapName, colorMapNames } from '../../api/contract.ts';
import { choiceParameter, numberParameter } from '../../state/parameters.ts';

/** Colours of pictures of one channel; `stored` leaves them as they are. */
export type PictureColours = 'stored' | ColorMapName;

export const colours = choiceParameter<PictureColours>('colours', ['stored', ...colorMapNames]);
/** Pixels of the page for one of the picture; 0 fits it to its place. */
export const scales = ['0', '1', '2', '4', '8', '16', '32'] as const;
export const scale = choiceParameter('scale', scales);
/** Which picture of each entry, from 0. */
export const pictureIndex = numberParameter('picture', { initial: 0, least: 0, most: 9999 }, { history: 'replace' });
