import { policyTexts } from '../../domain/approval/policy-text.ts';
import { calendarTexts } from '../../domain/calendar/problem-text.ts';
import { evidenceTexts } from '../../domain/evidence-text.ts';
import { playbookTexts } from '../../domain/playbook-text.ts';
import { shapeTexts } from '../../domain/shape-text.ts';
import type { Text } from '../../domain/text.ts';

/** A sentence for each rule that a single field can break. */
const fieldTexts: { readonly [code: string]: Text } = {
  ...shapeTexts,
  ...policyTexts,
  ...playbookTexts,
  ...calendarTexts,
  ...evidenceTexts,
  unknown: { en: 'There is no such thing.', zh: '不存在。' },
  'not-claimed': { en: 'No claim waits for verification.', zh: '没有待核实的申报。' },
  'nothing-to-revoke': { en: 'It is not reached.', zh: '尚未达成。' },
  'in-the-future': { en: 'This lies in the future.', zh: '时间不能在将来。' },
  'before-opening': { en: 'This lies before the opening of the sale.', zh: '时间早于销售机会创建。' },
  'not-later': { en: 'This must lie in the future.', zh: '时间必须在将来。' },
  'only-imported': { en: 'Only an import tells this.', zh: '仅导入时可以填写。' },
  'put-off': { en: 'Only somebody above the owner puts a delivery off.', zh: '只有负责人的上级才能推迟交付日期。' },
  'cap-without-limit': { en: 'Only a limited pursuit has a cap.', zh: '仅“有限投入”可设上限。' },
  'not-approved': { en: 'This version is not approved.', zh: '该版本未通过审批。' },
  'entry-too-late': { en: 'This stage lies behind the approval of the contract.', zh: '此阶段在合同审批之后。' },
  'nested-too-deeply': { en: 'This is nested too deeply.', zh: '嵌套层数过多。' },
  'not-well-formed': { en: 'This is not well-formed JSON.', zh: '内容不是有效的 JSON。' },
  'cut-short': { en: 'The body ended before its time.', zh: '请求体不完整。' },
  'not-unpacked': {
    en: 'The body is not what its Content-Encoding says.',
    zh: '请求体与所声明的压缩方式(Content-Encoding)不符。',
  },
  malformed: { en: 'This is not of the form expected here.', zh: '格式不正确。' },
  'not-valid': { en: 'This is not possible here.', zh: '此处不接受该值。' },
  'wrong-type': { en: 'This is of another type.', zh: '类型不正确。' },
  'too-short': { en: 'This is too short.', zh: '内容过短。' },
  'not-an-address': { en: 'This must be an e-mail address.', zh: '此项必须是电子邮件地址。' },
  'not-an-amount': { en: 'The amount must not be negative.', zh: '金额不得为负数。' },
  'another-currency': { en: 'The currencies must be the same.', zh: '币种必须一致。' },
  'not-a-time-zone': { en: 'This must be a time zone such as Asia/Shanghai.', zh: '此项必须是时区,例如 Asia/Shanghai。' },
  'kept-for-imports': { en: 'Keys that begin with import: are kept for imports.', zh: '以 import: 开头的键保留给导入使用。' },
  'not-one-line': {
    en: 'This must be one line, without control characters and marks that turn the direction of writing.',
    zh: '此项必须为单行文本,不得含控制字符或改变书写方向的字符。',
  },
  'not-its-hash': { en: 'The signed copy has another SHA-256.', zh: '签字文本的 SHA-256 与此不符。' },
  'already-taken': { en: 'Somebody else has this.', zh: '已被占用。' },
  'wrong-password': { en: 'This is not your password.', zh: '密码不正确。' },
  'own-superior': { en: 'This would make somebody his own superior.', zh: '这会使某人成为自己的上级。' },
  'not-active': { en: 'This person has left.', zh: '此人已离职。' },
  'too-weak': { en: 'Use at least 12 characters that are not your name or e-mail.', zh: '至少 12 个字符,且不得为姓名或邮箱。' },
  'not-after-start': { en: 'The end lies before the start.', zh: '结束时间早于开始时间。' },
  'of-another-list': {
    en: 'It belongs to another queue or another order: begin without a cursor.',
    zh: '该游标属于其他队列或其他排序:请不带游标重新开始。',
  },
  'only-administers': { en: 'Who only administers neither sells nor approves.', zh: '仅有管理员角色的人不参与销售与审批。' },
  oneself: { en: 'Nobody can be his own deputy.', zh: '不能以自己为代理人。' },
};

export function fieldText(code: string): Text | undefined {
  return fieldTexts[code];
}
