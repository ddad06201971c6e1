/**
 * Handlers as one would not wish them: they throw, scribble on what they hear, or call the kernel
 * while it speaks.
 *
 * @spec reliability simulation
 */
import type { Envelope, Kernel } from '../../../embed/kernel.ts';
import type { Faults } from './faults.ts';

export interface RascalWorld {
  readonly faults: Faults;
  readonly isNested: boolean;
  readonly healed: boolean;
  /** Calls that handlers made within the present one. */
  readonly depth: number;
  report(
    type: string,
    paneId: string,
    payload?: Readonly<Record<string, unknown>>,
    more?: { readonly source?: string },
  ): unknown;
}

export class Rascals {
  readonly #world: RascalWorld;
  #heardToThrow = 0;
  #heardToMeddle = 0;

  constructor(world: RascalWorld) {
    this.#world = world;
  }

  listenTo(kernel: Kernel): void {
    const { faults, isNested } = this.#world;
    if (faults.has('hostile-subscribers')) kernel.on('*', vandalise);
    if (faults.has('throwing-subscribers')) {
      kernel.on('inject.*', () => {
        this.#heardToThrow += 1;
        if (this.#heardToThrow % 17 === 0) throw new Error('CANARY of a handler');
      });
    }
    if (isNested) kernel.on('*', (event) => this.#meddle(event));
  }

  /** Deterministic, and no deeper than one. */
  #meddle({ type, paneId }: Envelope): void {
    const world = this.#world;
    if (world.healed || /^(?:contract\.(?:checked|shadow)|telemetry|pty\.data)/.test(type)) return;
    this.#heardToMeddle += 1;
    if (this.#heardToMeddle % 13 !== 0 || world.depth > 3) return;
    if (type === 'inject.deferred') world.report('typing.idle', paneId);
    else if (type === 'pane.state.changed') world.report('typing.activity', paneId);
    else world.report('focus.changed', paneId, { to: paneId }, { source: 'meddler.js' });
  }
}

function vandalise(event: Envelope): void {
  for (const [key, value] of [
    ['type', 'changed'],
    ['correlationId', 'changed'],
    ['payload', {}],
  ] as const) {
    Reflect.set(event, key, value);
  }
  Reflect.set(event.payload, 'oddScribble', 1);
  for (const inner of Object.values(event.payload)) {
    if (typeof inner === 'object' && inner !== null) Reflect.set(inner, 'oddScribble', 1);
  }
}
