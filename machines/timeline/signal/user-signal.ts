/**
 * A signal of the user's own: one figure, where it comes from, and how often it is asked for. An
 * answer that does not come makes the signal unavailable until one does.
 *
 * @spec timeline phase 2
 */
import { paneSignals } from '../expression/pane-signals.ts';
import { builtInSignals, type SignalDeclaration } from '../expression/signals.ts';

export type SignalSource =
  /** Milliseconds until a server of this machine answers with a status below 400. */
  | { readonly kind: 'http'; readonly url: string }
  /** Milliseconds until a port of this machine accepts a connection. */
  | { readonly kind: 'tcp'; readonly port: number }
  /** The group `value` in the latest whole line of the program's output that matches. */
  | { readonly kind: 'output'; readonly pattern: string }
  /** The number that a program prints; never through a shell. */
  | { readonly kind: 'command'; readonly command: string; readonly args: readonly string[] }
  /** One series of an endpoint in the text format of Prometheus. */
  | {
      readonly kind: 'prometheus';
      readonly url: string;
      readonly metric: string;
      readonly labels: Readonly<Record<string, string>>;
    };

export interface UserSignal {
  readonly name: string;
  readonly everyMs: number;
  readonly source: SignalSource;
}

export const signalsMax = 32;
/** More often would be stress of its own; less often says nothing of a run. */
export const everyMinMs = 100;
export const everyMaxMs = 3_600_000;
const everyUsualMs = 500;
/** A line of output is looked at no further than here, in characters. */
export const lineMax = 4_096;

export const signalSources = ['http', 'tcp', 'output', 'command', 'prometheus'] as const;

/** As the schema reads it; the laws see to it that it has one source. */
export interface SignalInput {
  readonly http?: string | undefined;
  readonly tcp?: number | undefined;
  readonly output?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly prometheus?:
    | {
        readonly url: string;
        readonly metric: string;
        readonly labels?: Readonly<Record<string, string>> | undefined;
      }
    | undefined;
  readonly every?: number | undefined;
}

export function userSignalsOf(
  input: Readonly<Record<string, SignalInput>> | undefined,
): readonly UserSignal[] {
  return Object.entries(input ?? {}).flatMap(([name, signal]) => {
    const source = sourceOf(signal);
    return source === null ? [] : [{ name, everyMs: signal.every ?? everyUsualMs, source }];
  });
}

/** Everything that an expression of the file may ask about. */
export function declaredSignals(
  own: readonly UserSignal[],
  hasPane: boolean,
): readonly SignalDeclaration[] {
  const declared = own.map(({ name, source }): SignalDeclaration => {
    const isTime = source.kind === 'http' || source.kind === 'tcp';
    return {
      name,
      type: 'double',
      unit: isTime ? 'ms' : '',
      says: `By ${source.kind}, of this timeline.`,
      ...(isTime ? { min: 0 } : {}),
    };
  });
  return [...builtInSignals, ...(hasPane ? paneSignals : []), ...declared];
}

function sourceOf({ http, tcp, output, command, prometheus }: SignalInput): SignalSource | null {
  if (http !== undefined) return { kind: 'http', url: http };
  if (tcp !== undefined) return { kind: 'tcp', port: tcp };
  if (output !== undefined) return { kind: 'output', pattern: output };
  if (prometheus !== undefined) {
    const { url, metric, labels = {} } = prometheus;
    return { kind: 'prometheus', url, metric, labels };
  }
  const [program, ...args] = command ?? [];
  return program === undefined ? null : { kind: 'command', command: program, args };
}
