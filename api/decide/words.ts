import type { LinkStanding } from '../../prisma/decision-link.ts';
import { linkHours } from '../../prisma/decision-link.ts';
import type { Language } from '../../domain/text.ts';
import type { Verb } from './schema.ts';

type Words = {
  readonly title: string;
  readonly about: (name: string, version: number) => string;
  readonly facts: { readonly customer: string; readonly submitter: string };
  readonly comment: string;
  readonly verbs: { readonly [One in Verb]: string };
  readonly done: { readonly [One in Verb]: string };
  readonly pending: string;
  readonly confirm: (name: string) => string;
  readonly signIn: { readonly heading: string; readonly email: string; readonly password: string; readonly button: string };
  readonly notYours: (name: string) => string;
  readonly unknown: string;
  readonly over: { readonly [One in Exclude<LinkStanding, 'open'>]: string };
  readonly renew: string;
  readonly renewed: string;
  readonly open: string;
};

/** What the page says; the terms and the refusals have words of their own. */
export const words: { readonly [One in Language]: Words } = {
  en: {
    title: 'Contract approval',
    about: (name, version) => `${name}, version ${version}`,
    facts: { customer: 'Customer', submitter: 'Submitted by' },
    comment: 'Comment (needed to reject or return)',
    verbs: { approve: 'Approve', reject: 'Reject', return: 'Return for revision' },
    done: {
      approve: 'You have approved this version.',
      reject: 'You have rejected this version.',
      return: 'You have returned this version.',
    },
    pending: 'Your decision was taken in; its outcome is not known yet. Look again in a minute.',
    confirm: (name) => `You decide as ${name}.`,
    signIn: { heading: 'Sign in to decide', email: 'E-mail', password: 'Password', button: 'Sign in' },
    notYours: (name) => `You are signed in as ${name}, but this link is for somebody else. It decides nothing for you.`,
    unknown: 'This link is not known here. Perhaps it was cut off on its way.',
    over: {
      expired: `This link is older than ${linkHours} hours.`,
      used: 'This link was used. It decides only once.',
      decided: 'You have decided on this request.',
      concluded: 'This request has ended.',
      'not-asked': 'You are not asked to decide now, or you were asked anew since this link was sent.',
    },
    renew: 'Mail me a new link',
    renewed: 'If you are asked to decide, a new link is on its way to your mailbox.',
    open: 'Open in Pursuit',
  },
  zh: {
    title: '合同审批',
    about: (name, version) => `${name},第 ${version} 版`,
    facts: { customer: '客户', submitter: '提交人' },
    comment: '意见(拒绝或退回时必填)',
    verbs: { approve: '同意', reject: '拒绝', return: '退回修改' },
    done: { approve: '您已同意该版本。', reject: '您已拒绝该版本。', return: '您已退回该版本。' },
    pending: '您的决定已接收,结果尚未确定,请稍后再查看。',
    confirm: (name) => `您将以 ${name} 的身份作出决定。`,
    signIn: { heading: '登录后审批', email: '邮箱', password: '密码', button: '登录' },
    notYours: (name) => `您当前以 ${name} 登录,但此链接属于他人,您不能用它作出决定。`,
    unknown: '无法识别此链接,可能在传送中被截断。',
    over: {
      expired: `此链接已超过 ${linkHours} 小时。`,
      used: '此链接已使用,仅可使用一次。',
      decided: '您已对该审批作出决定。',
      concluded: '该审批已结束。',
      'not-asked': '当前不需要您审批,或在此链接发出后已重新请您审批。',
    },
    renew: '给我发送新链接',
    renewed: '如果当前需要您审批,新链接将发送到您的邮箱。',
    open: '在 Pursuit 中查看',
  },
};
