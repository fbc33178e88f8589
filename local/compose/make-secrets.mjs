// Makes the secrets that docker-compose.yml reads, once: what is there stays as it is.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? 'secrets';
const random = () => randomBytes(32).toString('hex');

mkdirSync(folder, { recursive: true, mode: 0o700 }); // the folder is closed; the files are open to the containers' users
make('postgres_password', random);
make('pursuit_db_password', random);
make('temporal_db_password', random);
make('pursuit_secret', random);
make(
  'database_url',
  () => `postgresql://pursuit:${readFileSync(join(folder, 'pursuit_db_password'), 'utf8')}@postgres:5432/pursuit`,
);

function make(name, content) {
  const file = join(folder, name);
  const isThere = existsSync(file);
  if (!isThere) writeFileSync(file, content(), { mode: 0o644 });
  console.log(`${file} ${isThere ? 'stays as it is' : 'made'}`);
}
