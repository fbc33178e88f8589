import type { CertificateEntry } from '../../domain/approval/certificate.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import { termsText } from '../../domain/approval/terms-text.ts';
import type { Language } from '../../domain/text.ts';
import type { Html } from '../http/html.ts';
import { html, pageOf } from '../http/html.ts';
import type { SignedCertificate } from './signing.ts';

export type CertificateSheet = {
  readonly certificate: SignedCertificate;
  readonly terms: ContractTerms;
  readonly names: ReadonlyMap<string, string>;
  readonly language: Language;
};

/** The certificate on paper, with the terms it is about. What proves it is the JSON. */
export function certificatePage(sheet: CertificateSheet): string {
  const { certificate, terms, language } = sheet;
  const { head, entries } = certificate;
  const say = words[language];
  const title = `${say.title}: ${head.opportunityName}, ${say.version(head.version)}`;
  const body = html`<h1>${title}</h1>
    <p class="note"><strong>${say.results[head.result]}</strong> ${head.concludedAt}</p>
    ${tableOf(headRows(sheet))}
    <h2>${say.terms}</h2>
    ${tableOf(termsText(terms, language).map(({ label, value }) => [label, value]))}
    <h2>${say.decisions}</h2>
    ${decisionsOf(entries, sheet)}
    <h2>${say.proof}</h2>
    ${tableOf([
      [say.termsHash, head.termsHash],
      [say.policy, `${head.policy.key} ${head.policy.version}, ${head.policy.hash}`],
      [say.hash, certificate.hash],
      [`Ed25519, ${certificate.signature.keyId}`, certificate.signature.value],
    ])}
    <p>${say.verify}</p>`;
  return pageOf({ language, title, body });
}

type Row = readonly [label: string, value: string];

function headRows({ certificate: { head }, names, language }: CertificateSheet): readonly Row[] {
  const say = words[language];
  const person = (id: string) => personText(names, id);
  return [
    [say.customer, head.customerName],
    [say.requested, `${head.requestedAt}, ${person(head.submitterId)}`],
    [say.edited, person(head.lastEditorId)],
    ...head.requestedFor.map((id): Row => [say.requestedFor, person(id)]),
    [say.owner, person(head.ownerId)],
  ];
}

function decisionsOf(entries: readonly CertificateEntry[], { names, language }: CertificateSheet): Html {
  const say = words[language];
  if (entries.length === 0) return html`<p>${say.nobody}</p>`;
  const rows = entries.map(
    (one) =>
      html`<tr>
        <td>${one.at}</td>
        <td>${one.step}</td>
        <td>${personText(names, one.userId)}${forWhom(one, names, language)}</td>
        <td>
          ${say.verdicts[one.verdict]}${one.isVoid ? say.isVoid : ''}${one.carriedFrom === null ? '' : say.carried(one.carriedFrom.version)}
        </td>
      </tr>`,
  );
  return html`<table class="wide">
    <tr>
      <th>${say.at}</th>
      <th>${say.step}</th>
      <th>${say.who}</th>
      <th>${say.verdict}</th>
    </tr>
    ${rows}
  </table>`;
}

function forWhom({ onBehalfOf }: CertificateEntry, names: ReadonlyMap<string, string>, language: Language): string {
  return onBehalfOf === null ? '' : words[language].onBehalfOf(personText(names, onBehalfOf));
}

function personText(names: ReadonlyMap<string, string>, id: string): string {
  const name = names.get(id);
  return name === undefined || name === id ? id : `${name} (${id})`;
}

function tableOf(rows: readonly Row[]): Html {
  return html`<table>
    ${rows.map(
      ([label, value]) =>
        html`<tr>
          <th>${label}</th>
          <td>${cellOf(value)}</td>
        </tr>`,
    )}
  </table>`;
}

/** Hashes may break anywhere. */
function cellOf(value: string): Html {
  return /[\w+/=]{40}/.test(value) ? html`<code>${value}</code>` : html`${value}`;
}

const words = {
  en: {
    title: 'Approval certificate',
    version: (version: number) => `version ${version}`,
    results: {
      ...{ approved: 'Approved', rejected: 'Rejected', returned: 'Returned for revision', withdrawn: 'Withdrawn' },
      superseded: 'Superseded by a newer version',
    },
    ...{
      customer: 'Customer',
      requested: 'Requested',
      edited: 'Last edited by',
      requestedFor: 'On behalf of',
      owner: 'Owner of the sale',
    },
    ...{ terms: 'Terms', decisions: 'Decisions', proof: 'Proof', nobody: 'Nobody decided.' },
    ...{ at: 'When', step: 'Step', who: 'Who', verdict: 'Decision' },
    verdicts: { approve: 'approved', reject: 'rejected' },
    isVoid: ', made void by a return',
    carried: (version: number) => `, carried over from version ${version}`,
    onBehalfOf: (name: string) => ` on behalf of ${name}`,
    ...{ termsHash: 'SHA-256 of the terms', policy: 'Policy', hash: 'SHA-256 of the certificate' },
    verify: 'This page is for people. The JSON of the same address proves it: pursuit verify-certificate FILE --key KEY.',
  },
  zh: {
    title: '审批证书',
    version: (version: number) => `第 ${version} 版`,
    results: {
      approved: '已通过',
      rejected: '已拒绝',
      returned: '已退回修改',
      withdrawn: '已撤回',
      superseded: '已被新版本取代',
    },
    ...{ customer: '客户', requested: '申请', edited: '最后编辑人', requestedFor: '代表', owner: '销售负责人' },
    ...{ terms: '合同条款', decisions: '审批决定', proof: '验证', nobody: '无人作出决定。' },
    ...{ at: '时间', step: '环节', who: '审批人', verdict: '决定' },
    verdicts: { approve: '同意', reject: '拒绝' },
    isVoid: '(因退回而失效)',
    carried: (version: number) => `(沿用第 ${version} 版的决定)`,
    onBehalfOf: (name: string) => `,代 ${name}`,
    ...{ termsHash: '条款的 SHA-256', policy: '审批规则', hash: '证书的 SHA-256' },
    verify: '本页供阅读。同一地址的 JSON 可供验证:pursuit verify-certificate FILE --key KEY。',
  },
};
