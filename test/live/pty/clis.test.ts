/**
 * Goal: what is injected into programs that behave as the real ones do is taken once and verified by
 * their screens: pastes, a swallowed Enter, a turn, a queue, a compaction; and programs that do not
 * behave are told truly.
 * Method: the pretend programs, whose own diaries are the witnesses.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliSpec, type Diary, openDiary, stubbornSpec } from './clis.ts';
import { openPaneStage, type PaneStage } from './pane-stage.ts';

let stage: PaneStage;
let diary: Diary;

beforeAll(async () => {
  stage = await openPaneStage();
  diary = openDiary();
});
afterAll(async () => {
  await stage.close();
  diary.remove();
});

describe.concurrent.each(['claude', 'codex', 'gemini'] as const)('a %s that', (kind) => {
  // One after the other in each pane, and the panes side by side.
  it('is told something takes it once, compacts, and then takes the rest in order', async () => {
    await stage.open(kind, cliSpec(kind, diary.file(kind)));
    await stage.until(() =>
      stage.said.find((one) => one.is === 'pane.mode' && one.paneId === kind && one.bracketedPaste),
    );
    const { ended, correlationId } = stage.inject(kind, `say hello #1 to ${kind}`);
    expect((await ended).type, stage.chain(correlationId).join(' ')).toBe('inject.verified');
    expect(stage.chain(correlationId)).toContain('verify.pass');
    expect(stage.chain(correlationId)).not.toContain('inject.retry');
    const { ended: pasted } = stage.inject(kind, 'two lines #2\nand the second');
    expect((await pasted).type).toBe('inject.verified');
    const long = Array.from({ length: 30 }, (_, at) => `line ${at} of a long paste ü漢`).join('\n');
    const { ended: chip } = stage.inject(kind, long);
    expect((await chip).type).toBe('inject.verified');
    await stage.until(() => diary.of(kind, 'submitted').length === 3);
    expect(diary.of(kind, 'submitted').map(({ text }) => text)).toEqual([
      `say hello #1 to ${kind}`,
      'two lines #2\nand the second',
      long,
    ]);

    const { pid } = diary.of(kind, 'started')[0] ?? {};
    process.kill(Number(pid), 'SIGUSR1');
    await stage.until(() => stage.kernel.state(kind).gates.compacting === 'confirmed');
    const injected = ['#5 after it', '#6 after that'].map((body) => stage.inject(kind, body));
    expect(injected.map(({ verdict }) => verdict.decision)).toEqual(['deferred', 'deferred']);
    for (const { ended } of injected) expect((await ended).type).toBe('inject.verified');
    const over = diary.of(kind, 'compaction').find(({ on }) => on === false);
    const first = diary.of(kind, 'bytes').find(({ text }) => text?.includes('#5'));
    expect(first?.at).toBeGreaterThan(over?.at ?? Number.NaN);
    await stage.until(() => diary.of(kind, 'submitted').length === 5);
    const texts = diary.of(kind, 'submitted').map(({ text }) => text);
    expect(texts.slice(-2)).toEqual(['#5 after it', '#6 after that']);
  });
});

describe.concurrent('a program that', () => {
  it('swallows the Enter gets another one, never the text again', async () => {
    await stage.open(
      'deaf',
      cliSpec('claude', diary.file('deaf'), { env: { CLI_SWALLOW_FIRST: '1' } }),
    );
    await stage.sees('deaf', 'shortcuts');
    const { ended, correlationId } = stage.inject('deaf', 'only once');
    expect((await ended).type).toBe('inject.verified');
    expect(stage.chain(correlationId)).toContain('inject.retry');
    expect(diary.of('deaf', 'swallowed')).toHaveLength(1);
    expect(diary.of('deaf', 'submitted').map(({ text }) => text)).toEqual(['only once']);
  });

  it('crashes in the middle of a text is told down, and the text is not written again', async () => {
    const crash = cliSpec('claude', diary.file('crash'), { args: ['--crash-on', 'BOOM'] });
    await stage.open('crash', crash);
    await stage.sees('crash', 'shortcuts');
    const { ended, correlationId } = stage.inject('crash', 'this makes it go BOOM');
    const end = await ended;
    expect(end.type).toBe('inject.failed');
    const exited = await stage.until(() =>
      stage.said.find((one) => one.is === 'pane.exited' && one.paneId === 'crash'),
    );
    expect(exited).toMatchObject({ outcome: { kind: 'exited', code: 70 } });
    expect(stage.chain(correlationId).filter((type) => type === 'inject.failed')).toHaveLength(1);
    const got = diary
      .of('crash', 'bytes')
      .map(({ text }) => text)
      .join('');
    expect(got.split('BOOM')).toHaveLength(2);
  });

  it('starts slowly has what was written meanwhile', async () => {
    await stage.open('slow', cliSpec('gemini', diary.file('slow'), { args: ['--slow', '400'] }));
    const { ended } = stage.inject('slow', 'before you were there');
    await ended;
    await stage.until(() => diary.of('slow', 'started').length > 0);
  });

  it('ignores signals is killed when its grace is over', async () => {
    await stage.open('stays', stubbornSpec('ignores-signals', diary.file('stays')));
    await stage.sees('stays', 'I stay');
    stage.ask('stays', { do: 'pane.kill', signal: 'SIGTERM', graceMs: 200 });
    const exited = await stage.until(() =>
      stage.said.find((one) => one.is === 'pane.exited' && one.paneId === 'stays'),
    );
    expect(exited).toMatchObject({ outcome: { kind: 'signalled', signal: 'SIGKILL' } });
    expect(diary.of('stays', 'ignored').length).toBeGreaterThan(0);
  });
});
