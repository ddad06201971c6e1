/**
 * Goal: whatever is thrown has a text, and asking for it never throws; a kernel lives through it.
 * Method: anything at all; a subscriber, a predicate and a log that throw what has no text.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKernel } from '../../../embed/kernel.ts';
import { ownershipExclusive } from '../../../machines/kernel/contracts/ownership-exclusive.ts';
import { thrownText } from '../../../machines/kernel/thrown.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';

const worst: readonly unknown[] = [
  Object.create(null),
  {
    toString() {
      throw new Error('again');
    },
  },
  new Proxy(
    {},
    {
      get() {
        throw new Error('again');
      },
      getPrototypeOf() {
        throw new Error('again');
      },
    },
  ),
  Object.assign(new Error('x'), { message: Symbol('s') }),
];

it('has a text', () => {
  expect(thrownText(new Error('why'))).toBe('why');
  expect(thrownText('why')).toBe('why');
  expect(thrownText(undefined)).toBe('undefined');
  expect(thrownText(new Error('x'.repeat(5_000)))).toHaveLength(1_000);
  for (const thrown of worst) expect(thrownText(thrown)).toBe('something that is no text');
  fc.assert(fc.property(fc.anything(), (thrown) => typeof thrownText(thrown) === 'string'));
});

it.each(worst.map((thrown, at) => [at, thrown] as const))('kills no kernel: %i', (_at, thrown) => {
  const fail = (): never => {
    throw thrown;
  };
  const kernel = createKernel({
    clock: createVirtualClock(),
    panes: ['1', '2'],
    log: { write: fail, flush: fail },
  });
  kernel.registerContract({
    ...ownershipExclusive,
    id: 'fails',
    mode: 'shadow',
    preconditions: [fail],
  });
  kernel.on('*', fail);
  const heard: string[] = [];
  kernel.on('*', ({ type }) => heard.push(type));
  const intent = { type: 'inject.requested', source: 'me', payload: { body: 'hi' } } as const;
  expect(kernel.submit({ ...intent, paneId: '1' }).decision).toBe('allowed');
  expect(kernel.submit({ ...intent, paneId: '2' }).decision).toBe('allowed');
  expect(heard).toContain('bus.error');
  kernel.stop();
});
