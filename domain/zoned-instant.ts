import type { Language } from './text.ts';

const locales: { readonly [Name in Language]: string } = { en: 'en-GB', zh: 'zh-CN' };

/** Date and time of day in a person's zone, with its offset; UTC where the zone has no such name. */
export function instantIn(language: Language, timeZone: string): (at: string) => string {
  const format = formatOf(language, timeZone) ?? formatOf(language, 'UTC');
  return (at) => format?.format(new Date(at)) ?? at;
}

function formatOf(language: Language, timeZone: string): Intl.DateTimeFormat | undefined {
  const style = {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'shortOffset',
  } as const;
  try {
    return new Intl.DateTimeFormat(locales[language], { ...style, hourCycle: 'h23', timeZone });
  } catch {
    return undefined;
  }
}
