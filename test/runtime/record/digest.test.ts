/**
 * Goal: the fingerprint is that of SHA-256 over lines, can be asked at any time, and changes with
 * every text.
 * Method: held beside what `sha256sum` gives for the same lines.
 */
import { expect, it } from 'vitest';
import { createDigest } from '../../../runtime/record/digest.ts';

it('is SHA-256 over the lines so far', () => {
  const digest = createDigest();
  expect(digest.hex()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  digest.add('a');
  expect(digest.hex()).toBe('87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7');
  expect(digest.hex()).toBe(digest.hex());
  digest.add('b');
  const other = createDigest();
  other.add('ab');
  expect(digest.hex()).not.toBe(other.hex());
});
