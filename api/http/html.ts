import { createHash } from 'node:crypto';
import type { Language } from '../../domain/text.ts';

/** Markup that is safe to send: made by `html` alone. */
export type Html = { readonly markup: string };

type Part = Html | string | number | readonly Html[];

/** A template whose values are escaped, unless they are markup themselves. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: texts.map((text, at) => (at === 0 ? text : markupOf(parts[at - 1]) + text)).join('') };
}

export type Sheet = { readonly language: Language; readonly title: string; readonly body: Html };

/** A whole page that needs nothing from anywhere, on a phone, on a screen and on paper. */
export function pageOf({ language, title, body }: Sheet): string {
  const lang = language === 'zh' ? 'zh-CN' : 'en';
  const head = html`<meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" /><title>${title}</title>`;
  return `<!doctype html>\n<html lang="${lang}"><head>${head.markup}<style>${style}</style></head>\n<body><main>${body.markup}</main></body></html>\n`;
}

/** No script, nothing fetched, framed by nobody; forms come back to us, and another site hears nothing of the address. */
export function pageHeaders(language: Language): Readonly<Record<string, string>> {
  const digest = createHash('sha256').update(style).digest('base64');
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language === 'zh' ? 'zh-CN' : 'en',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

function markupOf(part: Part | undefined): string {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  if (part === undefined) return '';
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif }
body { margin: 0 } main { max-width: 42rem; margin: auto; padding: 1rem }
h1 { font-size: 1.3rem } h2 { font-size: 1.05rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .35rem .5rem .35rem 0; border-bottom: 1px solid #8884 }
th { font-weight: 600; width: 35% } .wide th { width: auto } .wide td { overflow-wrap: anywhere } code { overflow-wrap: anywhere; font-size: .85rem }
label { display: block; margin: .8rem 0 .2rem } input, textarea { font: inherit; width: 100%; box-sizing: border-box; padding: .6rem }
button { font: inherit; padding: .8rem 1rem; margin: .6rem .4rem 0 0; min-height: 3rem; border: 1px solid #888; border-radius: .4rem }
.approve { background: #176b3a; color: #fff } .reject { background: #a32020; color: #fff }
.note { border-left: .3rem solid #888; padding-left: .7rem } .problem { border-color: #a32020 }
@media print { main { max-width: none } form { display: none } }
`;
