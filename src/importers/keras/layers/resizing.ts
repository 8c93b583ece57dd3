import { fromNumbers } from '../../../core/index.ts';
import type { Value } from '../../../graph/index.ts';
import type { KerasLayer } from '../layer.ts';
import type { LayerContext } from '../layer-context.ts';

type Interpolation = 'nearest' | 'bilinear';

/** Elements of an interpolation matrix beyond which an option is taken for damaged. */
const largestMatrix = 2 ** 24;

export const upSampling = (rank: 1 | 2 | 3): KerasLayer => ({
  ...(rank === 2 ? { limits: 'nearest and bilinear' } : {}),
  mask: 'drops',
  write(context) {
    const { builder, input, options } = context;
    context.requireRank(input, rank + 2);
    const factors = options.perAxis('size', rank, 2);
    const how =
      rank === 2 ? options.oneOf('interpolation', ['nearest', 'bilinear'], 'nearest') : ('nearest' as Interpolation);
    return context.onChannelsFirst(input, (x) => {
      if (how === 'bilinear') {
        const sizes = factors.map((factor, axis) => context.known(x, axis + 2) * factor);
        return interpolate(context, x, sizes, how);
      }
      return builder.op(
        'Resize',
        [x, undefined, builder.constant(fromNumbers('float32', [rank + 2], [1, 1, ...factors]))],
        {
          mode: 'nearest',
          coordinate_transformation_mode: 'asymmetric',
          nearest_mode: 'floor',
        },
      );
    });
  },
});

/** Images of another size. */
export const resizing: KerasLayer = {
  limits: 'nearest and bilinear, without cropping, padding and antialiasing',
  write(context) {
    const { input, options } = context;
    context.requireRank(input, 4);
    const wrong = ['crop_to_aspect_ratio', 'pad_to_aspect_ratio', 'antialias'].find(
      (name) => options.values[name] === true,
    );
    if (wrong !== undefined) throw context.error(`the option '${wrong}' is not supported`);
    const how = options.oneOf('interpolation', ['nearest', 'bilinear'], 'bilinear');
    const sizes = [options.integer('height'), options.integer('width')];
    return context.onChannelsFirst(input, (x) => interpolate(context, x, sizes, how));
  },
};

/** Resizes each spatial axis by a product with a matrix of shares, pixels being areas (half-pixel centres). */
function interpolate(context: LayerContext, x: Value, sizes: readonly number[], how: Interpolation): Value {
  const { builder } = context;
  const [height, width] = [context.known(x, 2), context.known(x, 3)];
  const rows = shares(context, sizes[0]!, height, how);
  const columns = shares(context, sizes[1]!, width, how);
  const matrix = (values: Float32Array<ArrayBuffer>, shape: number[]) =>
    builder.constant({ dtype: 'float32', shape, data: values }, `${context.place.name}/shares`);
  const tall = builder.op('MatMul', [matrix(rows, [sizes[0]!, height]), x]);
  const turned = builder.op('Transpose', [matrix(columns, [sizes[1]!, width])], { perm: [1, 0] });
  return builder.op('MatMul', [tall, turned]);
}

function shares(context: LayerContext, to: number, from: number, how: Interpolation): Float32Array<ArrayBuffer> {
  if (to * from > largestMatrix) throw context.error(`resizes ${from} to ${to} pixels, which is too many`);
  const result = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const at = ((i + 0.5) * from) / to;
    if (how === 'nearest') {
      result[i * from + Math.min(Math.floor(at), from - 1)] = 1;
      continue;
    }
    const centre = Math.min(Math.max(at - 0.5, 0), from - 1);
    const left = Math.floor(centre);
    const right = Math.min(left + 1, from - 1);
    result[i * from + left]! += 1 - (centre - left);
    result[i * from + right]! += centre - left;
  }
  return result;
}
