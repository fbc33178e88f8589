import { setTimeout as delay } from 'node:timers/promises';

/** A server in a process of its own, at an address that stays. */
export type Server = {
  readonly address: string;
  readonly pid: number;
  readonly exited: Promise<void>;
  readonly stop: () => Promise<void>;
};

export type Watched = { readonly address: string; readonly stop: () => Promise<void> };

export type Watch = {
  readonly name: string;
  readonly start: (signal?: AbortSignal) => Promise<Server>;
  readonly say: (line: string) => void;
  /** Called when the server cannot be started again, or not at the address its clients know. */
  readonly giveUp: (reason: Error) => void;
  /** Ends the first start; a later one that is under way is waited for, and then stopped. */
  readonly signal: AbortSignal;
};

const retryDelays = [0, 1000, 2000, 4000, 8000] as const;

/** Starts a server, and starts it again whenever it dies, until told to stop. */
export async function keepRunning(watch: Watch): Promise<Watched> {
  let server = await watch.start(watch.signal);
  let stopping = false;
  const { address } = server;

  async function mind(): Promise<void> {
    await server.exited;
    if (stopping) return;
    watch.say(`${watch.name} (process ${server.pid}) died and is started again.`);
    server = await startAgain(watch, address);
    if (stopping) return server.stop();
    watch.say(`${watch.name} is back as process ${server.pid}.`);
    return mind();
  }

  const minded = mind().catch((error: Error) => watch.giveUp(error));
  return {
    address,
    stop: async () => {
      stopping = true;
      await server.stop();
      await minded;
    },
  };
}

async function startAgain({ name, start }: Watch, address: string): Promise<Server> {
  let reason = '';
  for (const pause of retryDelays) {
    await delay(pause);
    try {
      return await atAddress(await start(), address);
    } catch (error) {
      reason = (error as Error).message;
    }
  }
  throw new Error(`${name} could not be started again: ${reason}`);
}

async function atAddress(server: Server, address: string): Promise<Server> {
  if (server.address === address) return server;
  await server.stop();
  throw new Error(`its port was taken by another program (${address.replace(/^.*@/, '')})`);
}
