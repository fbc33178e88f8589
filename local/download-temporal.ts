import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import type { Search } from './executable.ts';

const officialReleases = 'https://github.com/temporalio/cli/releases/download';
const answerSeconds = 8;
const downloadMinutes = 10;

type From = Pick<Search, 'releases' | 'signal'>;

/**
 * Puts the executable of the official release at `target`. The archive must have the SHA-256 that the same release publishes in its
 * list of checksums, and both come over TLS.
 */
export async function downloadTemporal(version: string, target: string, search: From): Promise<void> {
  const { releases: site = officialReleases, signal } = search;
  const archive = archiveName(version);
  const checksums = await get(`${site}/v${version}/checksums.txt`, signal);
  const expected = checksumOf(checksums.toString('utf8'), archive);
  const bytes = await get(`${site}/v${version}/${archive}`, signal);
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== expected)
    throw new Error(`The download of ${archive} has SHA-256 ${actual}; the release says ${expected}. Not used.`);
  unpack(bytes, target);
}

function archiveName(version: string): string {
  const systems: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin' };
  const machines: Partial<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
  const [system, machine] = [systems[platform()], machines[arch()]];
  if (system === undefined || machine === undefined) throw new Error(`There is no download for ${platform()} on ${arch()}.`);
  return `temporal_cli_${version}_${system}_${machine}.tar.gz`;
}

function checksumOf(checksums: string, archive: string): string {
  const line = checksums.split('\n').find((each) => each.trimEnd().endsWith(` ${archive}`));
  const checksum = /^[0-9a-f]{64}\b/.exec(line ?? '')?.[0];
  if (checksum === undefined) throw new Error(`The release's list of checksums does not name ${archive}.`);
  return checksum;
}

async function get(url: string, leave?: AbortSignal): Promise<Buffer> {
  const limit = new AbortController();
  const impatience = setTimeout(() => limit.abort(), answerSeconds * 1000);
  try {
    const ends = [limit.signal, AbortSignal.timeout(downloadMinutes * 60_000), ...(leave === undefined ? [] : [leave])];
    const response = await fetch(url, { signal: AbortSignal.any(ends) });
    clearTimeout(impatience);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new Error(`The download of ${url} failed: ${reasonOf(error as Error)}.`, { cause: error });
  } finally {
    clearTimeout(impatience);
  }
}

function reasonOf(error: Error): string {
  if (error.name === 'AbortError') return `no answer within ${answerSeconds} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function unpack(bytes: Buffer, target: string): void {
  const archive = join(dirname(target), 'archive.tar.gz');
  writeFileSync(archive, bytes);
  execFileSync('tar', ['-xzf', archive, '-C', dirname(target), 'temporal']);
  chmodSync(target, 0o755);
}
