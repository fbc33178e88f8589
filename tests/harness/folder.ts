import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder for one test, open to the user PostgreSQL runs as, and removed when the test is over. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pursuit-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
