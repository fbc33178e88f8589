import { exitCodes } from './exit-code.ts';
import { findTemporal } from './find-temporal.ts';

/** Gets the executable into the cache where it has to come from afar, even when a start would use the server of TEMPORAL_ADDRESS. */
const { TEMPORAL_ADDRESS: _, ...env } = process.env;

await findTemporal({ env, say: (line) => console.log(line) }).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = exitCodes.dependencyAway;
});
