import { execFileSync } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

/** The Chromium of this machine: `CHROMIUM`, or the first of its usual names on the PATH; undefined where there is none. */
export function chromiumHere(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return process.env['CHROMIUM'] ?? names.map(onPath).find((path) => path !== undefined);
}

/** Chromium refuses its sandbox to root. */
export function openChromium(executablePath: string): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] });
}

function onPath(name: string): string | undefined {
  try {
    return execFileSync('/bin/sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
