import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Prisma } from './generated/client.ts';
import { PrismaClient } from './generated/client.ts';

/** One pool for both: Prisma for facts and reading, plain statements for the write path. */
export type Database = {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  readonly close: () => Promise<void>;
};

export type DatabaseOptions = {
  /** Connections at most. */
  readonly max?: number;
  /** How long a statement may go unanswered, in milliseconds: a frozen server is one that is away. For ever, where nothing is said. */
  readonly patienceMs?: number;
  /** Told when the server drops an idle connection; the pool makes a new one by itself. */
  readonly onLost?: (error: Error) => void;
};

/** The only way to get a database. Connects on first use. */
export function openDatabase(url: string, { max = 10, patienceMs, onLost = () => undefined }: DatabaseOptions = {}): Database {
  const patience = patienceMs === undefined ? {} : { query_timeout: patienceMs };
  const pool = new pg.Pool({ connectionString: url, max, connectionTimeoutMillis: 5000, keepAlive: true, ...patience });
  pool.on('error', onLost);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const close = async () => {
    await prisma.$disconnect();
    await pool.end();
  };
  return { pool, prisma, close };
}

/** Runs in one transaction; of those that name the same thing one at a time, in all processes: each sees what the ones before it wrote. */
export function oneAtATime<Result>(
  { prisma }: Pick<Database, 'prisma'>,
  name: string,
  work: (transaction: Prisma.TransactionClient) => Promise<Result>,
): Promise<Result> {
  return prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
    return work(transaction);
  });
}
