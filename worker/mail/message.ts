import type { SendMailOptions } from 'nodemailer';
import type { TermsLine } from '../../domain/approval/terms-text.ts';
import { termsText } from '../../domain/approval/terms-text.ts';
import { noticePath, noticeText } from '../../domain/notice-text.ts';
import type { Language, Text } from '../../domain/text.ts';
import { linkHours } from '../../prisma/decision-link.ts';
import type { Line, Post } from './lines.ts';
import type { Parcel } from './outbox.ts';

/** Who sends, and where the reader goes on. */
export type Sender = {
  readonly from: string;
  readonly host: string;
  readonly publicUrl: string;
  /** Tokens to decide with, by the inbox line that asks. */
  readonly links: ReadonlyMap<string, string>;
};

type Item = {
  readonly title: string;
  readonly body: readonly string[];
  readonly terms: readonly TermsLine[];
  readonly links: readonly Link[];
};
type Link = { readonly label: string; readonly url: string };
type Page = { readonly language: Language; readonly heading: string; readonly items: readonly Item[]; readonly footer: string };

/** One line as its own mail, several as a digest; plain text and HTML say the same. */
export function messageOf({ messageId }: Parcel, { recipient, lines }: Post, sender: Sender): SendMailOptions {
  const { language, name, email } = recipient;
  const items = lines.map((line) => itemOf(line, sender));
  const subject = items.length === 1 ? (items[0]?.title ?? '') : digestSubject[language](items.length);
  const page = { language, heading: subject, items, footer: footer[language] };
  return {
    from: { name: 'Pursuit', address: sender.from },
    to: { name, address: email },
    subject,
    text: plain(page),
    html: html(page),
    messageId: `<${messageId}>`,
    headers: {
      'List-Id': `Pursuit <notices.${sender.host}>`,
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function itemOf({ kind, facts, workflowId, reader, asked }: Line, { publicUrl, links }: Sender): Item {
  const { subject, body } = noticeText({ kind, facts }, reader);
  const { language } = reader;
  const site = publicUrl.replace(/\/+$/, '');
  const token = links.get(asked?.inboxId ?? '');
  const decide = token === undefined ? [] : [{ label: decideHere[language], url: `${site}/decide?token=${token}` }];
  return {
    title: subject,
    body: token === undefined ? body : [...body, linkRule[language]],
    terms: asked === null ? [] : termsText(asked.terms, language),
    links: [...decide, { label: open[language], url: `${site}${noticePath(workflowId)}` }],
  };
}

function plain({ items, footer: end }: Page): string {
  const parts = items.map((item) => [...(items.length > 1 ? [`* ${item.title}`] : []), ...plainLines(item)].join('\n'));
  return [...parts, `-- \n${end}\n`].join('\n\n');
}

function plainLines({ body, terms, links }: Item): readonly string[] {
  const urls = links.length === 1 ? links.map(({ url }) => url) : links.map(({ label, url }) => `${label}: ${url}`);
  return [...body, ...terms.map(({ label, value }) => `${label}: ${value}`), ...urls];
}

function html({ language, heading, items, footer: end }: Page): string {
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(heading)}</title></head>`,
    '<body style="font:16px/1.5 system-ui,sans-serif;color:#1c1c1c;max-width:40em;margin:1em auto;padding:0 1em">',
    ...items.map(section),
    `<hr><p style="color:#666;font-size:14px">${escaped(end)}</p></body></html>`,
  ].join('\n');
}

function section({ title, body, terms, links }: Item): string {
  const sentences = body.map((sentence) => `<p>${escaped(sentence).replaceAll('\n', '<br>')}</p>`);
  const rows = terms.map(({ label, value }) => `<tr><td ${cell}>${escaped(label)}</td><td ${cell}>${escaped(value)}</td></tr>`);
  const table = rows.length === 0 ? [] : [`<table style="border-collapse:collapse">${rows.join('')}</table>`];
  const buttons = links.map(({ label, url }) => `<p><a href="${escaped(url)}">${escaped(label)}</a></p>`);
  return [`<h2 style="font-size:18px">${escaped(title)}</h2>`, ...sentences, ...table, ...buttons].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const digestSubject: { readonly [Name in Language]: (count: number) => string } = {
  en: (count) => `${count} notices from Pursuit`,
  zh: (count) => `Pursuit:${count} 条通知`,
};
const cell = 'style="padding:2px 12px 2px 0;vertical-align:top"';
const decideHere: Text = { en: 'Look and decide', zh: '查看并审批' };
const linkRule: Text = {
  en: `The link below decides once, for you alone, within ${linkHours} hours, and asks you to sign in.`,
  zh: `下方链接仅供您本人使用一次,${linkHours} 小时内有效,需登录后方可审批。`,
};
const open: Text = { en: 'Open in Pursuit', zh: '在 Pursuit 中查看' };
const footer: Text = {
  en: 'Sent by Pursuit because it concerns your work. Mail can be turned off in your settings.',
  zh: '此邮件由 Pursuit 自动发送,因其涉及您的工作。可在个人设置中关闭邮件通知。',
};
