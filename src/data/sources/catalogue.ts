import { csvSource } from './csv.ts';
import { idxSource } from './idx.ts';
import { imageFolderSource } from './image-folder.ts';
import { npySource } from './npy.ts';
import { npzSource } from './npz.ts';
import { parquetSource } from './parquet.ts';
import type { Source } from './source.ts';

/** Every format that data is read from; the first that accepts a path reads it. */
export const sources: readonly Source[] = [
  npzSource,
  npySource,
  csvSource,
  parquetSource,
  idxSource,
  imageFolderSource,
];
