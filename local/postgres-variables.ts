/**
 * `PGSSLMODE` and the like tell every client in this process about some other server; ours is embedded, and its URL says all. The server
 * and `initdb` read some of them too.
 */
export function forgetPostgresVariables(): void {
  for (const name of Object.keys(process.env)) if (/^PG[A-Z]+$/.test(name)) delete process.env[name];
}
