/**
 * `ambush safe-mode on|off`: freezes whatever is not critical in all panes of the host, or lets it
 * go on.
 *
 * @spec kernel 5.4
 */
import { safeModeSchema } from '../../machines/control/values.ts';
import { quietMs } from '../../machines/safety/safe-mode.machine.ts';
import type { Io } from '../io.ts';
import { askHost, type Printing } from '../on-host.ts';

export interface SafeModeOptions extends Printing {
  readonly state: 'on' | 'off';
}

/** Returns the exit status: 0, or 2 with the problems. */
export function runSafeMode(options: SafeModeOptions, io: Io): Promise<number> {
  return askHost(
    { do: 'safe-mode', state: options.state },
    safeModeSchema,
    options,
    io,
    ({ safeMode }) =>
      safeMode
        ? `Safe mode is on: injections wait; kill, restart and your own keys go through. It ends by itself after ${quietMs / 1_000} s without a violation.\n`
        : 'Safe mode is off.\n',
  );
}
