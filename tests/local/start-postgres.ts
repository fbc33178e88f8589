import { startPostgres } from '../../local/postgres.ts';

const { pid } = await startPostgres({ folder: process.argv[2] ?? '' });
console.log(`started ${pid}`);
setInterval(() => undefined, 1000);
