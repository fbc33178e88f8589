export type Customer = {
  readonly name: string;
  readonly industry: string;
  readonly region: string;
  readonly creditGrade: 'A' | 'B' | 'C' | 'D';
  /** Who decides, who selects the technology, who buys. */
  readonly contacts: { readonly [Each in Post]: string };
};

export const posts = {
  decider: 'General manager 总经理',
  engineer: 'Chief engineer 总工程师',
  buyer: 'Head of purchasing 采购部经理',
} as const;

export type Post = keyof typeof posts;

/** Under their ids. */
export const customers = {
  'imperial-court': {
    ...{ name: 'Imperial Court Hotel 帝庭大酒店', industry: 'Hotel 酒店', region: 'Beijing 北京', creditGrade: 'B' },
    contacts: { decider: '杨国强 Yang Guoqiang', engineer: '周涛 Zhou Tao', buyer: '方敏 Fang Min' },
  },
  'riverside-mall': {
    ...{ name: 'Riverside Mall 滨江广场', industry: 'Mall 商场', region: 'Tianjin 天津', creditGrade: 'A' },
    contacts: { decider: '郑凯 Zheng Kai', engineer: '冯磊 Feng Lei', buyer: '蒋薇 Jiang Wei' },
  },
  'garden-tower': {
    ...{ name: 'Garden Office Tower 花园国际大厦', industry: 'Office 写字楼', region: 'Guangzhou 广州', creditGrade: 'A' },
    contacts: { decider: '罗斌 Luo Bin', engineer: '梁超 Liang Chao', buyer: '邓丹 Deng Dan' },
  },
  'lakeside-hospital': {
    ...{ name: 'Lakeside Hospital 湖滨医院', industry: 'Hospital 医院', region: 'Hangzhou 杭州', creditGrade: 'A' },
    contacts: { decider: '许文 Xu Wen', engineer: '韩冬 Han Dong', buyer: '曹颖 Cao Ying' },
  },
  'northern-university': {
    ...{ name: 'Northern University 北方大学', industry: 'Education 教育', region: 'Shenyang 沈阳', creditGrade: 'A' },
    contacts: { decider: '彭博 Peng Bo', engineer: '曾志 Zeng Zhi', buyer: '萧雪 Xiao Xue' },
  },
  'international-school': {
    ...{ name: 'Cedar International School 雪松国际学校', industry: 'Education 教育', region: 'Beijing 北京', creditGrade: 'B' },
    contacts: { decider: '田园 Tian Yuan', engineer: '董浩 Dong Hao', buyer: '潘婷 Pan Ting' },
  },
  'skyway-airport': {
    ...{ name: 'Skyway Airport 云途机场', industry: 'Airport 机场', region: 'Jinan 济南', creditGrade: 'A' },
    contacts: { decider: '袁野 Yuan Ye', engineer: '蔡明 Cai Ming', buyer: '余欢 Yu Huan' },
  },
  'golden-grain': {
    ...{ name: 'Golden Grain Brewery 金谷啤酒', industry: 'Brewery 啤酒', region: 'Xiamen 厦门', creditGrade: 'B' },
    contacts: { decider: '叶青 Ye Qing', engineer: '程飞 Cheng Fei', buyer: '魏兰 Wei Lan' },
  },
  'silver-thread': {
    ...{ name: 'Silver Thread Mill 银线纺织', industry: 'Textiles 纺织', region: 'Shaoxing 绍兴', creditGrade: 'B' },
    contacts: { decider: '吕梁 Lü Liang', engineer: '丁强 Ding Qiang', buyer: '沈洁 Shen Jie' },
  },
  'civic-centre': {
    ...{ name: 'Civic Centre 市民中心', industry: 'Public 公共建筑', region: 'Nanjing 南京', creditGrade: 'A' },
    contacts: { decider: '任重 Ren Zhong', engineer: '姚军 Yao Jun', buyer: '卢静 Lu Jing' },
  },
  'hot-springs': {
    ...{ name: 'Hot Springs Resort 温泉度假村', industry: 'Resort 度假', region: 'Fuzhou 福州', creditGrade: 'C' },
    contacts: { decider: '傅强 Fu Qiang', engineer: '钟山 Zhong Shan', buyer: '谭梅 Tan Mei' },
  },
  'river-foods': {
    ...{ name: 'River Foods 江河食品', industry: 'Food 食品', region: 'Harbin 哈尔滨', creditGrade: 'B' },
    contacts: { decider: '廖勇 Liao Yong', engineer: '范伟 Fan Wei', buyer: '汪琳 Wang Lin' },
  },
  'east-district-heating': {
    ...{ name: 'East District Heating 东区供热', industry: 'Heating 供热', region: 'Wuhan 武汉', creditGrade: 'B' },
    contacts: { decider: '石峰 Shi Feng', engineer: '金波 Jin Bo', buyer: '贾琪 Jia Qi' },
  },
  'city-library': {
    ...{ name: 'City Library 市图书馆', industry: 'Public 公共建筑', region: 'Tianjin 天津', creditGrade: 'A' },
    contacts: { decider: '夏天 Xia Tian', engineer: '邱实 Qiu Shi', buyer: '侯静 Hou Jing' },
  },
} as const satisfies { readonly [id: string]: Customer };

export type CustomerKey = keyof typeof customers;

export function contactOf(customer: CustomerKey, post: Post): string {
  return `${customer}-${post}`;
}
