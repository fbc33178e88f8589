import { defineConfig } from 'prisma/config';

/** For the Prisma command line alone; Pursuit itself migrates with `prisma/migrate.ts`. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
