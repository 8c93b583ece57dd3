/**
 * MurmurHash3 x86 32-bit of one 32-bit word, as a signed 32-bit integer.
 * Source: Austin Appleby, smhasher, MurmurHash3.cpp (public domain), for a key of four bytes.
 */
export function murmurHash(word: number, seed: number): number {
  let key = Math.imul(word, 0xcc9e2d51);
  key = Math.imul((key << 15) | (key >>> 17), 0x1b873593);
  let hash = seed ^ key;
  hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) ^ 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
