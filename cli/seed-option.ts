/**
 * `--seed N`, for every command that makes random choices.
 *
 * @spec timeline phase 1
 */
import { InvalidArgumentError, Option } from 'commander';

export function seedOption(): Option {
  return new Option('--seed <N>', 'seed of every random choice of the run').argParser((text) => {
    const seed = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
    throw new InvalidArgumentError(`Expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`);
  });
}
