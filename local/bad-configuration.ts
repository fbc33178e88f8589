import type { Problem } from './config.ts';

/** What is wrong with the settings, or with what lies in PURSUIT_FOLDER, all of it at once; no value. */
export class BadConfiguration extends Error {
  override readonly name = 'BadConfiguration';

  constructor(problems: readonly Problem[]) {
    super(['These settings are wrong:', ...problems.map(({ name, rule }) => `  ${name} ${rule}`)].join('\n'));
  }
}
