import packageJson from '../package.json' with { type: 'json' };
import { openApi } from './http/openapi.ts';

process.stdout.write(`${JSON.stringify(openApi(packageJson.version), null, 2)}\n`);
