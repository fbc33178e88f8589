import type { CheckpointRule, StageRule } from '../playbook.ts';
import { ownersLadder } from './ladders.ts';
import { qualificationPassed } from './qualification.ts';

const projectInfoConfirmed: CheckpointRule = {
  key: 'project-info-confirmed',
  title: { en: 'Project information confirmed', zh: '掌握准确的项目信息' },
  requires: [],
  acceptance: 'claim',
  fields: [
    {
      key: 'projectGrade',
      title: { en: 'Project grade', zh: '项目等级' },
      help: { en: 'By size and by what it means for us as a reference.', zh: '按规模和对我们的标杆意义评定。' },
      required: true,
      kind: 'choice',
      choices: [
        { key: 'flagship', title: { en: 'Flagship: a reference for the region', zh: '标杆项目:具有区域示范意义' } },
        { key: 'key', title: { en: 'Key project', zh: '重点项目' } },
        { key: 'standard', title: { en: 'Standard project', zh: '一般项目' } },
        { key: 'small', title: { en: 'Small project', zh: '小型项目' } },
      ],
    },
    {
      key: 'fundingStatus',
      title: { en: 'Funding status', zh: '资金落实情况' },
      required: true,
      kind: 'choice',
      choices: [
        { key: 'in-place', title: { en: 'Money is in place', zh: '资金已到位' } },
        { key: 'approved', title: { en: 'Approved, not yet paid out', zh: '已批准,尚未到位' } },
        { key: 'being-raised', title: { en: 'Being raised', zh: '正在筹措' } },
        { key: 'none', title: { en: 'No funding yet', zh: '尚无资金' } },
      ],
    },
    { key: 'fundingSource', title: { en: 'Source of funding', zh: '资金来源' }, required: false, kind: 'text', maxLength: 200 },
    {
      key: 'technicalRequirements',
      title: { en: 'Technical requirements', zh: '技术要求' },
      help: {
        en: 'Heat load, fuel, space, emission limits, what exists already.',
        zh: '热负荷、燃料、场地、排放限值、现有设备等。',
      },
      required: true,
      kind: 'long-text',
      maxLength: 4000,
    },
    {
      key: 'projectOwner',
      title: { en: 'Owner or developer', zh: '业主或开发商' },
      required: true,
      kind: 'text',
      maxLength: 200,
    },
    {
      key: 'designInstitute',
      title: { en: 'Design institute', zh: '设计院' },
      help: { en: 'Leave empty while none is chosen.', zh: '尚未确定时可不填。' },
      required: false,
      kind: 'text',
      maxLength: 200,
    },
    {
      key: 'informationSource',
      title: { en: 'Source of the information', zh: '信息来源' },
      required: true,
      kind: 'choice',
      choices: [
        { key: 'owner', title: { en: 'The owner or developer', zh: '业主或开发商' } },
        { key: 'design-institute', title: { en: 'Design institute', zh: '设计院' } },
        { key: 'contractor', title: { en: 'General contractor or installer', zh: '总包或安装单位' } },
        { key: 'existing-customer', title: { en: 'An existing customer', zh: '老客户介绍' } },
        { key: 'partner', title: { en: 'Partner or agent', zh: '合作伙伴或代理商' } },
        { key: 'public-notice', title: { en: 'Public notice or tender portal', zh: '公开信息或招标网站' } },
        { key: 'own-research', title: { en: 'Our own research', zh: '自行开发' } },
      ],
    },
    {
      key: 'informant',
      title: { en: 'Person who confirmed it', zh: '信息确认人' },
      required: false,
      kind: 'contact',
    },
    { key: 'expectedPurchaseOn', title: { en: 'Expected purchase date', zh: '预计采购日期' }, required: true, kind: 'date' },
  ],
};

export const development: StageRule = {
  key: 'development',
  title: { en: 'Development', zh: '开发' },
  work: {
    en: 'Find, screen and assess customers and projects: is it funded, big enough and technically possible?',
    zh: '寻找、筛选和评估客户与项目:资金是否落实,规模是否足够,技术上是否可行。',
  },
  buyerStep: 'internal-need',
  gate: [['project-info-confirmed'], ['qualification-passed']],
  checkpoints: [projectInfoConfirmed, qualificationPassed],
  allowance: { workingDays: 15 },
  ladder: ownersLadder,
  odds: 5,
};
