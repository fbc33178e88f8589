/** What a table of an import can be, and the words by which its columns are known. Data: a new word costs one entry. */
export const vocabulary = {
  pipeline: {
    key: [
      'opportunity_id',
      'opportunity',
      'deal_id',
      'record_id',
      'id',
      '商机编号',
      '机会编号',
      '销售机会编号',
      '编号',
      '项目编号',
    ],
    name: ['opportunity_name', 'deal_name', 'project', 'project_name', 'title', '项目名称', '商机名称', '机会名称'],
    owner: [
      'sales_agent',
      'agent',
      'sales_rep',
      'rep',
      'salesperson',
      'owner',
      '负责人',
      '销售',
      '销售员',
      '业务员',
      '销售代表',
      '销售经理',
    ],
    product: ['product', 'product_name', 'item', '产品', '产品名称', '产品型号'],
    customer: ['account', 'account_name', 'customer', 'customer_name', 'company', 'client', '客户', '客户名称', '公司名称'],
    stage: ['deal_stage', 'stage', 'status', 'state', 'outcome', '阶段', '销售阶段', '商机阶段', '状态', '结果'],
    openedOn: [
      'engage_date',
      'opened',
      'open_date',
      'opened_on',
      'created',
      'created_date',
      'start_date',
      '接触日期',
      '立项日期',
      '创建日期',
      '开始日期',
    ],
    closedOn: ['close_date', 'closed', 'closed_on', 'closing_date', 'end_date', '关闭日期', '结束日期', '成交日期', '签约日期'],
    amount: ['close_value', 'value', 'deal_value', 'amount', 'contract_value', '金额', '成交金额', '合同金额'],
    currency: ['currency', 'currency_code', '币种', '货币'],
  },
  accounts: {
    customer: ['account', 'account_name', 'customer', 'customer_name', 'company', 'client', '客户', '客户名称', '公司名称'],
    industry: ['sector', 'industry', 'branch', '行业', '所属行业'],
    region: ['office_location', 'location', 'region', 'country', 'city', '地区', '区域', '所在地', '城市'],
    address: ['address', 'street', '地址', '详细地址'],
    parent: ['subsidiary_of', 'parent', 'parent_company', '母公司', '上级公司', '所属集团'],
  },
  products: {
    product: ['product', 'product_name', 'item', '产品', '产品名称', '产品型号'],
    listPrice: ['sales_price', 'price', 'list_price', 'unit_price', '价格', '单价', '目录价'],
    series: ['series', 'family', 'line', '系列', '产品线'],
  },
  teams: {
    owner: ['sales_agent', 'agent', 'sales_rep', 'rep', 'salesperson', 'member', '销售', '销售员', '业务员', '销售代表', '成员'],
    manager: ['manager', 'sales_manager', 'superior', 'leader', '经理', '销售经理', '主管', '上级'],
    team: ['team', 'regional_office', 'office', 'department', '团队', '部门', '区域', '办事处'],
    email: ['email', 'e_mail', 'mail', '邮箱', '电子邮件'],
  },
} as const;

export type Role = keyof typeof vocabulary;
export const roleNames = ['pipeline', 'teams', 'accounts', 'products'] as const satisfies readonly Role[];

/** Without these a table is not what its role says. */
export const needed: { readonly [One in Role]: readonly string[] } = {
  pipeline: ['key', 'owner', 'stage'],
  teams: ['owner', 'manager'],
  accounts: ['customer', 'industry'],
  products: ['product', 'listPrice'],
};

/** What people write for how a sale stands. A stage's own words say more than `open`. */
export const stageWords = {
  open: [
    'open',
    'engaging',
    'engaged',
    'prospecting',
    'qualifying',
    'proposal',
    'negotiation',
    'in_progress',
    'active',
    '进行中',
    '跟进中',
    '未关闭',
    '洽谈中',
    '初步接触',
  ],
  won: ['won', 'closed_won', 'win', 'signed', '赢单', '成交', '已成交', '已签约', '中标'],
  lost: ['lost', 'closed_lost', 'loss', '输单', '丢单', '失败', '未中标'],
} as const;

export const standings = ['open', 'won', 'lost'] as const;
export type Standing = (typeof standings)[number];

/** Industries as they are usually spelled: what is nearly one of them is reported, and kept as it is written. */
export const industries = [
  'agriculture',
  'construction',
  'education',
  'employment',
  'energy',
  'entertainment',
  'finance',
  'government',
  'healthcare',
  'hospitality',
  'insurance',
  'logistics',
  'manufacturing',
  'marketing',
  'medical',
  'real estate',
  'retail',
  'services',
  'software',
  'technology',
  'telecommunications',
  'transport',
  'utilities',
] as const;

const dollars = ['USD', 'HKD', 'SGD', 'AUD', 'CAD', 'TWD', 'NZD', 'MXN', 'BRL', 'ARS', 'CLP', 'COP'];

/** What is written for a currency in place of its code, and all that it may mean: with more than one, something else must say which. */
export const currencySigns: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['$', dollars],
  ['US$', ['USD']],
  ['HK$', ['HKD']],
  ['NT$', ['TWD']],
  ['A$', ['AUD']],
  ['C$', ['CAD']],
  ['S$', ['SGD']],
  ['€', ['EUR']],
  ['£', ['GBP']],
  ['¥', ['CNY', 'JPY']],
  ['元', ['CNY', 'HKD', 'TWD', 'MOP']],
  ['人民币', ['CNY']],
  ['RMB', ['CNY']],
  ['美元', ['USD']],
  ['港元', ['HKD']],
  ['港币', ['HKD']],
  ['欧元', ['EUR']],
  ['日元', ['JPY']],
  ['英镑', ['GBP']],
]);

/** Words that say that nothing was recorded. */
export const blanks = ['', '-', '--', 'n/a', 'na', 'null', 'none', 'unknown', '#n/a', '无', '未知', '不详'];
