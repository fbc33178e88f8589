import type { SendMailOptions } from 'nodemailer';
import { noticePath, noticeText } from '../../domain/notice-text.ts';
import type { Language, Text } from '../../domain/text.ts';
import type { Line, Post } from './lines.ts';
import type { Parcel } from './outbox.ts';

/** Who sends, and where the reader goes on. */
export type Sender = { readonly from: string; readonly host: string; readonly publicUrl: string };

type Item = { readonly title: string; readonly body: readonly string[]; readonly link: string };
type Page = { readonly language: Language; readonly heading: string; readonly items: readonly Item[]; readonly footer: string };

/** One line as its own mail, several as a digest; plain text and HTML say the same. */
export function messageOf({ messageId }: Parcel, { recipient, lines }: Post, sender: Sender): SendMailOptions {
  const { language, name, email } = recipient;
  const items = lines.map((line) => itemOf(line, sender.publicUrl));
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

function itemOf({ kind, facts, workflowId, reader }: Line, publicUrl: string): Item {
  const { subject, body } = noticeText({ kind, facts }, reader);
  return { title: subject, body, link: `${publicUrl.replace(/\/+$/, '')}${noticePath(workflowId)}` };
}

function plain({ items, footer: end }: Page): string {
  const parts = items.map(({ title, body, link }) => [...(items.length > 1 ? [`* ${title}`] : []), ...body, link].join('\n'));
  return [...parts, `-- \n${end}\n`].join('\n\n');
}

function html({ language, heading, items, footer: end }: Page): string {
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(heading)}</title></head>`,
    '<body style="font:16px/1.5 system-ui,sans-serif;color:#1c1c1c;max-width:40em;margin:1em auto;padding:0 1em">',
    ...items.map((item) => section(item, language)),
    `<hr><p style="color:#666;font-size:14px">${escaped(end)}</p></body></html>`,
  ].join('\n');
}

function section({ title, body, link }: Item, language: Language): string {
  const sentences = body.map((sentence) => `<p>${escaped(sentence).replaceAll('\n', '<br>')}</p>`);
  const button = `<p><a href="${escaped(link)}">${escaped(open[language])}</a></p>`;
  return [`<h2 style="font-size:18px">${escaped(title)}</h2>`, ...sentences, button].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const digestSubject: { readonly [Name in Language]: (count: number) => string } = {
  en: (count) => `${count} notices from Pursuit`,
  zh: (count) => `Pursuit:${count} 条通知`,
};
const open: Text = { en: 'Open in Pursuit', zh: '在 Pursuit 中查看' };
const footer: Text = {
  en: 'Sent by Pursuit because it concerns your work. Mail can be turned off in your settings.',
  zh: '此邮件由 Pursuit 自动发送,因其涉及您的工作。可在个人设置中关闭邮件通知。',
};
