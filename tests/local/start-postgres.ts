import { startPostgres } from '../../local/postgres.ts';

const { pid } = await startPostgres({ folder: process.argv[2] ?? '' });
process.stdout.write(`started ${pid}\n`);
setInterval(() => undefined, 1000);
