import type { NoticeKind } from '../../domain/account.ts';
import type { NoticeLine, NoticeReader } from '../../domain/notice-fact.ts';
import { noticePath, noticeText } from '../../domain/notice-text.ts';
import type { Language } from '../../domain/text.ts';
import type { Database } from '../../prisma/database.ts';
import type { Inbox as Row } from '../../prisma/generated/client.ts';
import { aboutProcesses, wholeFacts, withReaders } from '../../prisma/notice-readers.ts';
import { refusalText } from '../problem.ts';

type For = { readonly language: Language; readonly timeZone: string };

/** The lines as their reader understands them; the same sentences as in his mail. */
export async function inWords(database: Pick<Database, 'pool'>, rows: readonly Row[], reader: For) {
  const about = await aboutProcesses(
    database,
    rows.map(({ workflowId }) => workflowId),
  );
  const sources = rows.map((row) => {
    const { saleName = null, playbook = null, policy = null } = about.get(row.workflowId) ?? {};
    const facts = wholeFacts(row.facts as NoticeLine['facts'], { saleName, onBehalfOf: row.onBehalfOf });
    return { ...reader, row, facts, playbook, policy };
  });
  const lines = await withReaders(database, sources, refusalText);
  return lines.map(({ source, reader: itsReader }) => lineView(source.row, source.facts, itsReader));
}

function lineView(row: Row, said: NoticeLine['facts'], reader: NoticeReader) {
  const { id, kind, workflowId, seq, facts, onBehalfOf, createdAt, readAt } = row;
  return {
    ...{ id, kind: kind as NoticeKind, workflowId, seq, onBehalfOf },
    ...noticeText({ kind, facts: said }, reader),
    path: noticePath(workflowId),
    facts: facts as NoticeLine['facts'],
    createdAt: createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  };
}
