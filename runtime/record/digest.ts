/**
 * A fingerprint of a sequence of texts: SHA-256 over each, every one ended by a line feed.
 *
 * @spec reliability invariants
 */
import { createHash } from 'node:crypto';

export interface Digest {
  add(text: string): void;
  /** Of all so far; more may be added afterwards. */
  hex(): string;
}

export function createDigest(): Digest {
  const hash = createHash('sha256');
  return {
    add: (text) => void hash.update(`${text}\n`),
    hex: () => hash.copy().digest('hex'),
  };
}
