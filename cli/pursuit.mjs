#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  console.error('Pursuit is not built here yet. Run `npm run build` first.');
  process.exitCode = 1;
}
