import { randomUUID } from 'node:crypto';
import { termsText } from '../../domain/approval/terms-text.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import type { Language } from '../../domain/text.ts';
import type { LinkStanding } from '../../prisma/decision-link.ts';
import type { Html } from '../http/html.ts';
import { html, pageOf } from '../http/html.ts';
import type { Verb } from './schema.ts';
import { verbs } from './schema.ts';
import { words } from './words.ts';

/** What is decided on. */
export type Matter = {
  readonly approvalId: string;
  readonly name: string;
  readonly customerName: string;
  readonly version: number;
  readonly submitterName: string;
  readonly terms: ContractTerms;
};

/** What the visitor can do here, or why nothing. */
export type Situation =
  | { readonly kind: 'decide'; readonly asName: string; readonly comment: string }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'not-yours'; readonly asName: string }
  | { readonly kind: 'over'; readonly standing: Exclude<LinkStanding, 'open'> }
  | { readonly kind: 'done'; readonly verb: Verb }
  | { readonly kind: 'pending' }
  | { readonly kind: 'renewed' }
  | { readonly kind: 'unknown' };

export type Visit = {
  readonly language: Language;
  readonly token: string;
  /** Null for a link that is not known. */
  readonly matter: Matter | null;
  readonly situation: Situation;
  /** What went wrong with what was sent last. */
  readonly problem: string | null;
};

/** The terms are shown to whoever may decide and to nobody else. */
export function decidePage({ language, token, matter, situation, problem }: Visit): string {
  const say = words[language];
  const about = matter === null ? html`` : html`<p>${say.about(matter.name, matter.version)}</p>`;
  const said = problem === null ? html`` : html`<p class="note problem" role="alert">${problem}</p>`;
  const terms = situation.kind === 'decide' && matter !== null ? termsOf(matter, language) : html``;
  const body = html`<h1>${say.title}</h1>
    ${about}${said}${terms}${partOf(situation, { language, token })}`;
  return pageOf({ language, title: say.title, body });
}

type Place = { readonly language: Language; readonly token: string };

function partOf(situation: Situation, place: Place): Html {
  const say = words[place.language];
  switch (situation.kind) {
    case 'decide':
      return decideForm(situation, place);
    case 'sign-in':
      return signInForm(place);
    case 'not-yours':
      return html`<p class="note">${say.notYours(situation.asName)}</p>
        ${signInForm(place)}`;
    case 'over':
      return html`<p class="note">${say.over[situation.standing]}</p>
        ${renewForm(situation.standing, place)}`;
    case 'done':
      return note(say.done[situation.verb]);
    default:
      return note(say[situation.kind]);
  }
}

function note(text: string): Html {
  return html`<p class="note" role="status">${text}</p>`;
}

function termsOf({ terms, customerName, submitterName }: Matter, language: Language): Html {
  const { facts } = words[language];
  const rows = [
    { label: facts.customer, value: customerName },
    { label: facts.submitter, value: submitterName },
    ...termsText(terms, language),
  ];
  return html`<table>
    ${rows.map(
      ({ label, value }) =>
        html`<tr>
          <th>${label}</th>
          <td>${value}</td>
        </tr>`,
    )}
  </table>`;
}

function decideForm({ asName, comment }: Extract<Situation, { kind: 'decide' }>, { language, token }: Place): Html {
  const say = words[language];
  const buttons = verbs.map((verb) => html`<button class="${verb}" name="verb" value="${verb}">${say.verbs[verb]}</button>`);
  return html`<form method="post" action="/decide">
    <input type="hidden" name="token" value="${token}" /><input type="hidden" name="key" value="${randomUUID()}" />
    <label for="comment">${say.comment}</label
    ><textarea id="comment" name="comment" rows="3" maxlength="4000">${comment}</textarea>
    <p>${say.confirm(asName)}</p>
    ${buttons}
  </form>`;
}

function signInForm({ language, token }: Place): Html {
  const { heading, email, password, button } = words[language].signIn;
  return html`<form method="post" action="/decide/session">
    <h2>${heading}</h2>
    <input type="hidden" name="token" value="${token}" /> <label for="email">${email}</label
    ><input id="email" name="email" type="email" autocomplete="username" required /> <label for="password">${password}</label
    ><input id="password" name="password" type="password" autocomplete="current-password" required /> <button>${button}</button>
  </form>`;
}

/** Where a new one could decide what this one cannot. */
function renewForm(standing: LinkStanding, { language, token }: Place): Html {
  if (standing !== 'expired' && standing !== 'not-asked') return html``;
  return html`<form method="post" action="/decide/renew">
    <input type="hidden" name="token" value="${token}" /><button>${words[language].renew}</button>
  </form>`;
}
