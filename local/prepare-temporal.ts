import { findTemporal } from './find-temporal.ts';

await findTemporal({ env: process.env, say: (line) => console.log(line) }).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 69;
});
