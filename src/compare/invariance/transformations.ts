/**
 * A movement of an image's plane: where the pixel at (x, y) of the result comes from, both counted from the centre,
 * `[xx·x + xy·y + dx, yx·x + yy·y + dy]`. x runs to the right, y down.
 */
export interface Movement {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly dx: number;
  readonly dy: number;
}

/** A kind of movement with a strength. */
export interface Transformation {
  readonly name: TransformationName;
  /** What the strength counts, for headings. */
  readonly unit: string;
  /** The movements of one strength; what is measured is their mean. */
  movements(strength: number): readonly { readonly there: Movement; readonly back: Movement }[];
}

export type TransformationName = 'shift' | 'rotate' | 'scale';

const shiftBy = (dx: number, dy: number): Movement => ({ xx: 1, xy: 0, yx: 0, yy: 1, dx, dy });

function turnBy(degrees: number): Movement {
  const cosine = Math.cos((degrees * Math.PI) / 180);
  const sine = Math.sin((degrees * Math.PI) / 180);
  return { xx: cosine, xy: sine, yx: -sine, yy: cosine, dx: 0, dy: 0 };
}

const scaleBy = (factor: number): Movement => ({ xx: 1 / factor, xy: 0, yx: 0, yy: 1 / factor, dx: 0, dy: 0 });

/** What an image may go through: shifts by pixels, turns by degrees, scaling by a factor. */
export const transformations: Readonly<Record<TransformationName, Transformation>> = {
  shift: {
    name: 'shift',
    unit: 'pixels, in four directions',
    movements: (pixels) =>
      [
        [pixels, 0],
        [-pixels, 0],
        [0, pixels],
        [0, -pixels],
      ].map(([x, y]) => ({ there: shiftBy(x!, y!), back: shiftBy(-x!, -y!) })),
  },
  rotate: {
    name: 'rotate',
    unit: 'degrees, both ways',
    movements: (degrees) => [degrees, -degrees].map((angle) => ({ there: turnBy(angle), back: turnBy(-angle) })),
  },
  scale: {
    name: 'scale',
    unit: 'times the size',
    movements: (factor) => [{ there: scaleBy(factor), back: scaleBy(1 / factor) }],
  },
};
