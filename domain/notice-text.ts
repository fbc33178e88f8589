import type { NoticeKind } from './account.ts';
import { approvalIdOf, approvalOf, opportunityIdOf } from './ids.ts';
import type { NoticeLine, NoticeReader } from './notice-fact.ts';
import { sayFact } from './notice-fact.ts';
import { noticeWords, wordsOfOthers } from './notice-words.ts';
import type { Text } from './text.ts';

/** One line of an inbox, as people read it. */
export type NoticeText = { readonly subject: string; readonly body: readonly string[] };

/** The first subject of which all is known, and every sentence of which all is known. */
export function noticeText({ kind, facts }: NoticeLine, reader: NoticeReader): NoticeText {
  const { subject, body } = isNoticeKind(kind) ? noticeWords[kind] : wordsOfOthers;
  const sentences = (texts: readonly Text[]) =>
    texts.flatMap((text) => {
      const sentence = fill(text[reader.language], (name) => sayFact({ name, facts }, reader));
      return sentence === null ? [] : [sentence];
    });
  return { subject: sentences(subject)[0] ?? '', body: sentences(body) };
}

/** Where in the web pages the line leads to. */
export function noticePath(workflowId: string): string {
  const approval = approvalOf(workflowId);
  if (approval !== null) return `/approvals/${approvalIdOf(approval.opportunityId, approval.version)}`;
  const opportunityId = opportunityIdOf(workflowId);
  return opportunityId === null ? '/' : `/opportunities/${opportunityId}`;
}

function isNoticeKind(kind: string): kind is NoticeKind {
  return kind in noticeWords;
}

/** What stands in a value is never taken for a placeholder; null when one of them has none. */
function fill(template: string, valueOf: (name: string) => string | undefined): string | null {
  let isComplete = true;
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = valueOf(name);
    isComplete &&= value !== undefined && value !== '';
    return value ?? '';
  });
  return isComplete ? filled : null;
}
