/** For containers: exit code 0 when the process in this container can do its work. The admin port answers in every role. */
const port = process.env['ADMIN_PORT'] ?? '9090';

const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4000) }).catch(() => undefined);
process.exitCode = answer?.ok === true ? 0 : 1;
