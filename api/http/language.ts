import type { Request } from 'express';
import type { Language } from '../../domain/text.ts';

/** What the request asks for, else what the caller's profile says, else English. */
export function languageOf(request: Request, profile: string | undefined): Language {
  const asked = request.headers['accept-language'] === undefined ? false : request.acceptsLanguages('en', 'zh');
  return isLanguage(asked) ? asked : isLanguage(profile) ? profile : 'en';
}

function isLanguage(one: string | false | undefined): one is Language {
  return one === 'en' || one === 'zh';
}
