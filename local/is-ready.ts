/** For containers: exit code 0 when what runs here can do its work. The API answers at its port, a worker alone at the admin port. */
const { PORT = '8080', ADMIN_PORT = '9090' } = process.env;

const answers = await Promise.all([PORT, ADMIN_PORT].map(isReadyAt));
process.exitCode = answers.some(Boolean) ? 0 : 1;

async function isReadyAt(port: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4000) }).catch(() => undefined);
  return answer?.ok === true;
}
