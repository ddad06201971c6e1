/**
 * Goal: each status of an acknowledgement comes from its own real cause, no key is written twice,
 * and whatever cannot be carried out is said.
 * Method: hands on a simulated host, whose terminals are played.
 */
import { describe, expect, it } from 'vitest';
import { meta, scene, write } from './pane-scene.ts';

describe('a write', () => {
  it('is accepted once it is in the terminal, and never comes twice', async () => {
    const { ask, pass, acks, got } = await scene();
    ask(write);
    ask(write);
    await pass(50);
    ask(write);
    await pass(50);
    expect(got()).toBe('hello');
    expect(acks()).toEqual(['k accepted', 'k blocked_ghost_dedup', 'k blocked_ghost_dedup']);
  });

  it('is refused where there is no such pane, before it and after it', async () => {
    const { ask, pass, acks } = await scene();
    ask(write, 'a', '2');
    ask({ do: 'pane.close' });
    ask(write, 'b');
    await pass(2_000);
    expect(acks()).toEqual(['a rejected_terminal_missing', 'b rejected_terminal_missing']);
  });

  it('is refused where the program has ended, and may come again when it is back', async () => {
    const { ask, pass, acks, lives, got, hand } = await scene();
    lives[0]?.exit(0);
    await pass(50);
    expect(hand.levels()).toEqual({ 1: 'down' });
    ask(write);
    await pass(50);
    ask({ do: 'pane.restart' }, 'again');
    await pass(100);
    ask(write);
    await pass(50);
    expect(acks()).toEqual(['k rejected_not_alive', 'k accepted']);
    expect([got(), hand.levels()]).toEqual(['hello', { 1: 'up' }]);
  });

  it('is refused where nothing may be written', async () => {
    const { ask, pass, acks, facts, got } = await scene({ readOnly: true });
    ask(write);
    ask({ do: 'pane.type', data: 'x' });
    await pass(50);
    expect([acks(), got()]).toEqual([['k rejected_mode_noninteractive'], '']);
    expect(facts('event.dropped')[0]?.payload).toMatchObject({ reason: 'keys_read_only' });
  });

  it('of several lines is not typed as keys where pasting is off', async () => {
    const { ask, pass, acks, got } = await scene();
    ask({ ...write, text: 'one\ntwo', mode: 'paste' }, 'a');
    ask({ ...write, text: 'one', mode: 'paste' }, 'b');
    await pass(50);
    expect([acks(), got()]).toEqual([['a error paste_is_off', 'b accepted'], 'one']);
  });

  it('waits in the hands only when it was told to, and goes on when the pane is up', async () => {
    const { ask, pass, acks, lives, facts, got } = await scene();
    lives[0]?.exit(0);
    await pass(50);
    ask({ ...write, whenDown: { defer: true, remainingMs: 10_000 } }, 'a');
    ask({ ...write, whenDown: { defer: true, remainingMs: 60 } }, 'b');
    ask({ ...write, text: 'there', whenDown: { defer: true, remainingMs: 10_000 } }, 'c');
    await pass(100);
    expect(facts('inject.dropped')).toMatchObject([
      { key: 'b', meta, payload: { reason: 'ttl_expired' } },
    ]);
    ask({ do: 'pane.restart' }, 'again');
    await pass(200);
    expect(facts('inject.deferred').map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect(facts('inject.resumed')).toMatchObject([
      { key: 'a', payload: { trigger: 'pty.up' } },
      { key: 'c', payload: { trigger: 'pty.up' } },
    ]);
    expect([acks(), got()]).toEqual([['a accepted', 'c accepted'], 'hellothere']);
    // What was dropped is dropped for good, should its order come once more.
    ask(write, 'b');
    await pass(50);
    expect([acks().at(-1), got()]).toEqual(['b error dropped_before', 'hellothere']);
  });

  it('that waits in the hands goes on by a word only, once it is held', async () => {
    const { ask, pass, acks, lives, facts, got } = await scene();
    lives[0]?.exit(0);
    await pass(50);
    ask({ ...write, whenDown: { defer: true, remainingMs: 10_000 } }, 'a');
    ask({ do: 'pane.hold', of: 'a' }, 'hold');
    ask({ do: 'pane.restart' }, 'again');
    await pass(200);
    expect([acks(), got()]).toEqual([[], '']);
    ask({ do: 'pane.resume', of: 'a' }, 'resume');
    await pass(50);
    expect(facts('inject.resumed')).toMatchObject([{ key: 'a', payload: { trigger: 'explicit' } }]);
    expect([acks(), got()]).toEqual([['a accepted'], 'hello']);
  });
});

describe('a submit', () => {
  it('is pressed once for each attempt, after its write, and verified by the screen', async () => {
    const { ask, pass, of, got, facts } = await scene();
    ask({ do: 'pane.submit', attempt: 1 });
    await pass(50);
    expect(facts('event.dropped')[0]?.payload).toMatchObject({ reason: 'submit_without_write' });
    ask(write);
    await pass(150);
    ask({ do: 'pane.submit', attempt: 1 });
    ask({ do: 'pane.submit', attempt: 1 });
    await pass(200);
    expect(got()).toBe('hello\r');
    expect(of('pane.submitted')).toHaveLength(2);
    expect(of('pane.verified')).toMatchObject([{ key: 'k', evidence: 'line_entered' }]);
  });

  it('is verified by what the program says itself', async () => {
    const { ask, pass, of, lives } = await scene({}, (process) => process.print('\u001b[?1049h'));
    ask(write);
    await pass(150);
    ask({ do: 'pane.submit', attempt: 1 });
    lives[0]?.print('\u001b]133;C\u0007');
    await pass(50);
    expect(of('pane.verified')).toMatchObject([{ evidence: 'osc_command_started' }]);
  });

  it('is not verified by a box that the user may have emptied', async () => {
    const rule = '─'.repeat(40);
    const box = `\u001b[5;1H${rule}\u001b[6;1H❯ \u001b[7;1H${rule}\u001b[8;1H  ? for shortcuts`;
    const draw = `\u001b[1;1H✻ Welcome to Claude Code!${box}\u001b[6;3H`;
    for (const [keys, told] of [
      ['', ['new_output']],
      ['\u0015', ['message_moved']],
    ] as const) {
      const { ask, pass, of, lives } = await scene({ cli: 'claude' }, (one) => one.print(draw));
      ask(write);
      await pass(150);
      ask({ do: 'pane.submit', attempt: 1 });
      if (keys !== '') ask({ do: 'pane.type', data: keys }, 'user');
      await pass(50);
      expect(of('pane.verified')).toEqual([]);
      lives[0]?.print('\u001b[6;1H❯      \u001b[2;1H● Something else\u001b[6;3H');
      await pass(100);
      lives[0]?.print('\u001b[3;1H> hello\u001b[6;3H');
      await pass(100);
      const evidence = of('pane.verified').map((one) => 'evidence' in one && one.evidence);
      expect(evidence).toEqual(told);
    }
  });

  it('fails when the program ends on it', async () => {
    const { ask, pass, of, lives } = await scene();
    ask({ ...write, text: 'zz' });
    await pass(150);
    lives[0]?.onLine((data) => data.includes('\r') && lives[0]?.exit(3));
    ask({ do: 'pane.submit', attempt: 1 });
    await pass(50);
    const told = [...of('pane.verification.failed'), ...of('pane.verified')];
    expect(told).toHaveLength(1);
    expect(of('pane.exited')).toMatchObject([{ outcome: { kind: 'exited', code: 3 } }]);
  });
});

describe('a pane', () => {
  it('tells of its program, its output and its modes', async () => {
    const { lives, pass, facts, of } = await scene();
    lives[0]?.print('\u001b[?2004hready');
    await pass(200);
    expect(of('pane.opened')).toMatchObject([{ key: 'open', pid: 1001 }]);
    expect(facts('pty.up')).toMatchObject([{ payload: { pid: 1001 } }]);
    expect(of('pane.mode')).toMatchObject([{ bracketedPaste: false }, { bracketedPaste: true }]);
    expect(facts('pty.data.received').map(({ payload }) => payload)).toEqual([
      { paneId: '1', byteLen: 13, meaningful: true, chunkType: 'text' },
    ]);
  });

  it('shows what is on it, and passes on what is printed while somebody looks on', async () => {
    const { lives, pass, ask, shown } = await scene();
    lives[0]?.print('before\r\n');
    await pass(100);
    ask({ do: 'pane.watch', on: true });
    lives[0]?.print('\u001b]2;name\u0007now');
    await pass(100);
    ask({ do: 'pane.watch', on: false });
    lives[0]?.print('later');
    await pass(100);
    ask({ do: 'pane.look' }, 'look');
    await pass(10);
    const printed = shown.flatMap((one) =>
      one.is === 'pane.output' ? [Buffer.from(one.data, 'base64').toString()] : [],
    );
    expect(printed).toEqual(['\u001b]2;name\u0007now']);
    const seen = shown.find((one) => one.is === 'pane.seen');
    expect(seen).toMatchObject({
      ...{ key: 'look', cols: 40, title: 'name', bracketedPaste: false, readBytes: 25 },
      ...{ droppedBytes: 0, cursor: { row: 1, column: 8 }, alternate: false },
    });
    expect(seen?.is === 'pane.seen' && seen.rows.slice(0, 2)).toEqual(['before', 'nowlater']);
  });

  it('is resized, also while it is down', async () => {
    const sizes: string[] = [];
    const { ask, pass, of, lives, host } = await scene({}, (process) =>
      process.onResize((cols, rows) => sizes.push(`${cols}x${rows}`)),
    );
    ask({ do: 'pane.resize', cols: 50, rows: 12 }, 'r');
    await pass(10);
    expect([sizes, of('pane.resized')]).toMatchObject([['50x12'], [{ key: 'r', cols: 50 }]]);
    lives[0]?.exit(0);
    await pass(10);
    ask({ do: 'pane.resize', cols: 60, rows: 13 }, 's');
    ask({ do: 'pane.restart' }, 'again');
    await pass(100);
    expect(host.processes.started.at(-1)).toMatchObject({ cols: 60, rows: 13 });
  });

  it('cannot be opened twice, nor with a program that is not there', async () => {
    const { ask, pass, of, hand } = await scene();
    const spec = { command: 'shell', args: [], cwd: null, env: {}, cols: 80, rows: 24, cli: null };
    ask({ do: 'pane.open', spec: { ...spec, readOnly: false } }, 'twice');
    ask({ do: 'pane.open', spec: { ...spec, command: 'nothing', readOnly: false } }, 'none', '2');
    ask({ do: 'pane.restart' }, 'nobody', '3');
    await pass(100);
    expect(of('pane.open.failed')).toMatchObject([
      { key: 'twice', reason: 'already_open' },
      { key: 'nobody', reason: 'no_such_pane' },
      { key: 'none', reason: 'ENOENT' },
    ]);
    expect(hand.levels()).toEqual({ 1: 'up' });
  });

  it('keeps orders for the terminal that is being opened', async () => {
    const { ask, pass, acks, got } = await scene();
    ask({ do: 'pane.restart' }, 'again');
    ask(write, 'a');
    ask({ ...write, text: 'there' }, 'b');
    await pass(300);
    expect([acks(), got()]).toEqual([['a accepted', 'b accepted'], 'hellothere']);
  });

  it('ends what does not end by itself, and nothing is left', async () => {
    const { ask, pass, hand, host, lives, of } = await scene({}, (process) =>
      process.onSignal(() => true),
    );
    ask({ do: 'pane.kill', signal: 'SIGTERM', graceMs: 200 });
    await pass(100);
    expect(hand.levels()).toEqual({ 1: 'up' });
    await pass(300);
    expect(of('pane.exited')).toMatchObject([
      { outcome: { kind: 'signalled', signal: 'SIGKILL' } },
    ]);
    ask({ do: 'pane.restart' }, 'again');
    await pass(100);
    let isClosed = false;
    void hand.close().then(() => {
      isClosed = true;
    });
    await pass(3_000);
    expect([isClosed, host.processes.alive(), lives.length]).toEqual([true, [], 2]);
  });
});

it('a look shows nothing twice: what was printed before it is told before it', async () => {
  const { ask, pass, lives, shown } = await scene();
  ask({ do: 'pane.watch', on: true });
  for (let line = 0; line < 20; line += 1) {
    lives[0]?.print(`line ${line}\r\n`);
    await pass(10);
    ask({ do: 'pane.look' }, `look ${line}`);
    await pass(10);
  }
  await pass(100);
  let told = 0;
  for (const one of shown) {
    if (one.is === 'pane.output') {
      expect(one.from).toBe(told);
      told += Buffer.from(one.data, 'base64').length;
    } else expect([one.shown, one.readBytes]).toEqual([told, told]);
  }
  expect(told).toBeGreaterThan(0);
});
