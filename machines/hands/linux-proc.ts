/**
 * What Linux says, as far as more than one layer must understand it.
 *
 * @spec timeline platform strategy
 */

/** `f_type` of tmpfs and ramfs: what is written there reaches no disk. */
export const memoryFileSystems: ReadonlySet<number> = new Set([0x01021994, 0x858458f6]);

/**
 * The fields of `/proc/PID/stat` from the third on, the state first. The name of a program may hold
 * blanks and parentheses, so they count from the last `)`; an empty text when there is none.
 */
export function statAfterName(text: string): string {
  const nameEnd = text.lastIndexOf(')');
  return nameEnd < 0 ? '' : text.slice(nameEnd + 2);
}
