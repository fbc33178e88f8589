import type { ProblemKind } from './problem-kind.ts';

/** Problems of the HTTP edge itself; what the rules of the sale refuse has its own tables. */
export const httpProblems = {
  'malformed-json': { status: 400, title: { en: 'The body is not well-formed JSON', zh: '请求体不是有效的 JSON' } },
  'invalid-request': { status: 400, title: { en: 'Part of the request is not valid', zh: '请求内容有误' } },
  'idempotency-key-missing': {
    status: 400,
    title: { en: 'The header Idempotency-Key is required on this request', zh: '此请求必须带有 Idempotency-Key 请求头' },
    detail: {
      en: 'Send a value of your own choice, such as a UUID, and the same value again when you repeat the request.',
      zh: '请自行生成一个值(例如 UUID);重复同一请求时使用相同的值。',
    },
  },
  'not-signed-in': { status: 401, title: { en: 'Sign in first', zh: '请先登录' } },
  'wrong-credentials': { status: 401, title: { en: 'E-mail or password is wrong', zh: '邮箱或密码不正确' } },
  'cross-site-request': {
    status: 403,
    title: { en: 'A request from another site is not accepted', zh: '不接受来自其他网站的请求' },
  },
  'not-allowed': { status: 403, title: { en: 'You are not allowed to do this', zh: '您没有权限执行此操作' } },
  'scope-missing': {
    status: 403,
    title: { en: 'This API key was not given that scope', zh: '此 API 密钥没有相应的权限范围' },
    detail: {
      en: 'The scope {scope} is needed.',
      zh: '需要权限范围 {scope}。',
    },
  },
  'not-found': { status: 404, title: { en: 'There is nothing here', zh: '没有找到相应内容' } },
  'method-not-allowed': { status: 405, title: { en: 'This method is not possible here', zh: '此处不支持该方法' } },
  'request-open': { status: 409, title: { en: 'This request is not decided yet', zh: '该审批尚未结束' } },
  'already-exists': { status: 409, title: { en: 'This exists already', zh: '该内容已存在' } },
  'in-use': { status: 409, title: { en: 'This is still in use', zh: '该内容仍在使用中' } },
  'already-published': { status: 409, title: { en: 'A published version does not change', zh: '已发布的版本不可更改' } },
  'circular-line': {
    status: 409,
    title: { en: 'Nobody can be his own superior, directly or by way of others', zh: '任何人都不能直接或间接成为自己的上级' },
  },
  'workflow-gone': { status: 410, title: { en: 'This process has ended', zh: '该流程已结束' } },
  'body-too-large': {
    status: 413,
    title: { en: 'The body is too large', zh: '请求体过大' },
    detail: {
      en: 'At most {limit} bytes are taken.',
      zh: '最多接受 {limit} 字节。',
    },
  },
  'media-type-unsupported': {
    status: 415,
    title: { en: 'This content type is not taken here', zh: '不支持此内容类型' },
    detail: {
      en: 'Send {expected}.',
      zh: '请发送 {expected}。',
    },
  },
  'file-type-refused': { status: 415, title: { en: 'Files of this type are not taken', zh: '不接受此类型的文件' } },
  'password-too-weak': { status: 422, title: { en: 'This password is too easy to guess', zh: '密码过于简单' } },
  'unknown-reference': { status: 422, title: { en: 'Something that was named does not exist', zh: '引用的内容不存在' } },
  'playbook-invalid': { status: 422, title: { en: 'This playbook cannot be published', zh: '此流程标准无法发布' } },
  'calendar-invalid': { status: 422, title: { en: 'This calendar cannot be published', zh: '此日历无法发布' } },
  'approval-policy-invalid': { status: 422, title: { en: 'This approval policy cannot be published', zh: '此审批制度无法发布' } },
  'absence-overlaps': {
    status: 409,
    title: { en: 'Another absence is on record for that time', zh: '该时段已登记另一段缺勤' },
    detail: { en: 'It is from {fromAt} until {untilAt}.', zh: '已登记的时段:{fromAt} 至 {untilAt}。' },
  },
  'deputies-in-a-ring': {
    status: 409,
    title: { en: 'The deputies would stand in for each other, and nobody would be there', zh: '代理人互相代理,届时无人在岗' },
    detail: { en: 'All of them are away at the same time: {ring}.', zh: '他们同时缺勤:{ring}。' },
  },
  'policy-missing': { status: 409, title: { en: 'No approval policy is published', zh: '尚未发布审批制度' } },
  'too-many-attempts': { status: 429, title: { en: 'Too many attempts; wait a while', zh: '尝试次数过多,请稍后再试' } },
  'too-many-in-flight': {
    status: 429,
    title: { en: 'Too many commands to this process are still without outcome', zh: '该流程尚有过多命令未得出结果' },
  },
  'import-running': {
    status: 429,
    title: { en: 'Another import is running; try again when it has ended', zh: '正在进行另一项导入,请待其结束后重试' },
  },
  'internal-error': {
    status: 500,
    title: { en: 'Something went wrong on our side', zh: '服务器内部错误' },
    detail: {
      en: 'It was recorded under the id of this request.',
      zh: '已按此请求编号记录。',
    },
  },
  'database-away': {
    status: 503,
    title: { en: 'The database is away; nothing has happened', zh: '数据库暂时不可用,未执行任何操作' },
  },
  'temporal-away': {
    status: 503,
    title: { en: 'The process engine is away; nothing has happened', zh: '流程引擎暂时不可用,未执行任何操作' },
  },
  'signal-unconfirmed': {
    status: 503,
    title: { en: 'The process engine did not confirm it', zh: '流程引擎未予确认' },
    detail: {
      en: 'Send it again with the same Idempotency-Key: it counts once.',
      zh: '请使用相同的 Idempotency-Key 重新发送,只会计入一次。',
    },
  },
  'sealed-under-another-key': {
    status: 503,
    title: { en: 'This was sealed under another key', zh: '该内容由另一密钥加密' },
    detail: {
      en: 'Pursuit runs with another PURSUIT_SECRET than the one it was sealed with; the administrator can bring that one back.',
      zh: 'Pursuit 当前使用的 PURSUIT_SECRET 与加密时不同,请管理员恢复原密钥。',
    },
  },
  'worker-stuck': { status: 503, title: { en: 'The process cannot go on at the moment', zh: '该流程暂时无法继续' } },
} as const satisfies { readonly [code: string]: ProblemKind };

export type HttpProblemCode = keyof typeof httpProblems;
