import type { Logger } from 'pino';
import { signInAs } from '../../api/client.ts';
import { localUrlOf, type Settings } from '../config.ts';
import type { SignIn } from '../first-start.ts';
import type { Stop } from '../supervisor.ts';
import { emailOf } from './cast.ts';
import { demoIsThere, isDemoPending } from './pending.ts';
import { playDemo } from './play.ts';
import type { Demo } from './stage.ts';

export type DemoStart = {
  readonly settings: Settings;
  readonly signIn: SignIn;
  readonly say: (line: string) => void;
  readonly log: Logger;
  readonly onStarted: (stop: Stop) => void;
};

/** Where the demo company is wanted and not complete, plays it on the instance that runs, behind everything else. Never fails. */
export function startDemo({ onStarted, ...start }: DemoStart): void {
  const { PURSUIT_DEMO, PURSUIT_FOLDER } = start.settings;
  if (!PURSUIT_DEMO || !isDemoPending(PURSUIT_FOLDER)) return;
  const stopping = new AbortController();
  onStarted(() => stopping.abort());
  void play(start, stopping.signal);
}

async function play({ settings, signIn, say, log }: Omit<DemoStart, 'onStarted'>, signal: AbortSignal): Promise<void> {
  const startedAt = Date.now();
  try {
    await playDemo(demoOf(settings, signIn, { say, signal }));
    demoIsThere(settings.PURSUIT_FOLDER);
    say(`Demo company: complete after ${((Date.now() - startedAt) / 1000).toFixed(1)} s. ${examples}`);
  } catch (err) {
    if (signal.aborted) return; // the next start goes on
    log.error({ err }, 'the demo company is not complete');
    say(`Demo company: not complete, because ${(err as Error).message} The next start goes on with it.`);
  }
}

function demoOf(settings: Settings, { email, password }: SignIn, rest: Pick<Demo, 'say' | 'signal'>): Demo {
  const url = localUrlOf(settings);
  return { ...rest, administrator: email, password, signIn: (who) => signInAs(url, { email: who, password }) };
}

const examples = `Everybody has the same password: ${emailOf('chen')} (rep), ${emailOf('li')} (manager), ${emailOf('shen')} (leadership), ${emailOf('qian')} (finance).`;
