import type { ApiClient } from '../../api/client.ts';
import { signInAs } from '../../api/client.ts';
import { hashPassword } from '../../api/session/password.ts';
import { playDemo } from '../../local/demo/play.ts';
import type { Stories } from '../../local/demo/stories.ts';
import { openDatabase } from '../../prisma/database.ts';
import { layFoundation } from '../../prisma/foundation.ts';
import type { Stage } from '../api/stage.ts';
import { aStageOn } from '../api/stage.ts';
import { aWorker } from '../api/worker.ts';
import { freshDatabase } from '../harness/database.ts';
import { temporalAddress } from '../harness/temporal.ts';

const email = 'admin@pursuit.example';
const password = 'a password for one and all';

/** API and worker of a company in which there is nobody yet but its administrator. */
export async function anEmptyCompany(): Promise<Stage> {
  const fresh = await freshDatabase();
  const database = openDatabase(fresh.url);
  const passwordHash = await hashPassword(password);
  await layFoundation(database, { email, name: 'Administrator', language: 'en', passwordHash, roles: ['admin'] });
  await database.close();
  const stage = await aStageOn({ databaseUrl: fresh.url, address: temporalAddress(), isFurnished: true });
  const worker = await aWorker(stage);
  const close = async () => {
    await worker.stop();
    await stage.close();
    await fresh.drop();
  };
  return { ...stage, close };
}

/** By the first part of the e-mail address. */
export function as({ url }: Pick<Stage, 'url'>, person: string): Promise<ApiClient> {
  return signInAs(url, { email: `${person}@pursuit.example`, password });
}

export const lost = 'The answer was lost on the way.';

/** Plays it to the end, or, where a number is given, until that many calls were made: the last one's answer is lost. Gives what it said. */
export async function played(stage: Pick<Stage, 'url'>, stories?: Stories, calls = Infinity): Promise<readonly string[]> {
  const said: string[] = [];
  let made = 0;
  const counted = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const answered = await answer;
    made += 1;
    if (made === calls) throw new Error(lost);
    return answered;
  };
  const signIn = async (who: string) => countedClient(await signInAs(stage.url, { email: who, password }), counted);
  const say = (line: string) => void said.push(line);
  await playDemo({ signIn, administrator: email, password, say, signal: new AbortController().signal }, stories);
  return said;
}

function countedClient(client: ApiClient, counted: <Answer>(answer: Promise<Answer>) => Promise<Answer>): ApiClient {
  return {
    get: (path) => counted(client.get(path)),
    send: (...asked) => counted(client.send(...asked)),
    command: (...asked) => counted(client.command(...asked)),
    upload: (...asked) => counted(client.upload(...asked)),
  };
}
