/**
 * How subscribers and queries name event types: a type, `family.*`, or `*`.
 *
 * @spec kernel 6
 */

export function matchesPattern(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true;
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}
