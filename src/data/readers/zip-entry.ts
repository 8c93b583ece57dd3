/** One file of a zip archive, as its central directory describes it. */
export interface ZipEntry {
  readonly name: string;
  /** Whether the data is deflated; otherwise it is stored as it is. */
  readonly compressed: boolean;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  readonly crc32: number;
  /** Position of the local header. */
  readonly headerOffset: number;
  /** Position that the entry's data must not pass: the next entry, or the central directory. */
  readonly endLimit: number;
}
