/**
 * Seeded chance for jitter and for random fill: 32-bit xorshift, period 2^32 - 1.
 *
 * @spec timeline language
 */
export class Chance {
  private state: number;

  constructor(seed: number) {
    // Mixed first, so that neighbouring seeds give unlike streams; zero would stay zero.
    let mixed = Math.imul((seed | 0) ^ 0x9e3779b9, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    this.state = (mixed ^ (mixed >>> 16)) | 0 || 1;
  }

  word(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return x;
  }

  /** Uniform in [0, 1). */
  next(): number {
    return (this.word() >>> 0) / 4294967296;
  }

  /** Bytes that no page merging and no compression can make smaller. */
  bytes(length: number): Buffer {
    const words = new Int32Array(Math.ceil(length / 4));
    for (let index = 0; index < words.length; index += 1) words[index] = this.word();
    return Buffer.from(words.buffer, 0, length);
  }
}
