import type { CheckpointRule, StageRule } from '../playbook.ts';
import { ownersLadder } from './ladders.ts';

/** No evidence of its own: the approval workflow's record is the evidence. */
const contractApproved: CheckpointRule = {
  key: 'contract-approved',
  title: { en: 'Contract approved', zh: '合同审批' },
  requires: [],
  acceptance: 'approval',
  fields: [],
};

/** Which contract version was signed is said by the claim itself, not by a field: it must be the approved one. */
const contractSigned: CheckpointRule = {
  key: 'contract-signed',
  title: { en: 'Contract signed', zh: '合同签订' },
  requires: ['contract-approved'],
  acceptance: 'claim',
  meaning: 'signature',
  fields: [
    { key: 'ourSigner', title: { en: 'Our signer', zh: '我方签字人' }, required: true, kind: 'user' },
    { key: 'customerSigner', title: { en: "Customer's signer", zh: '客户方签字人' }, required: true, kind: 'contact' },
    { key: 'signedOn', title: { en: 'Signed on', zh: '签订日期' }, required: true, kind: 'date' },
    { key: 'signedCopy', title: { en: 'Signed copy', zh: '签字盖章的合同文本' }, required: true, kind: 'document' },
    {
      key: 'signedCopySha256',
      title: { en: 'SHA-256 of the signed copy', zh: '合同文本的 SHA-256' },
      help: { en: 'The hash that the upload answered with.', zh: '上传文件后返回的哈希值。' },
      required: true,
      kind: 'text',
      maxLength: 64,
    },
    { key: 'effectiveOn', title: { en: 'Effective from', zh: '生效日期' }, required: true, kind: 'date' },
  ],
};

export const negotiation: StageRule = {
  key: 'negotiation',
  title: { en: 'Negotiation', zh: '商务谈判' },
  work: { en: 'Negotiate the terms, get our own approval, sign.', zh: '谈判合同条款,完成内部审批,签订合同。' },
  buyerStep: 'commit',
  gate: [['contract-approved'], ['contract-signed']],
  checkpoints: [contractApproved, contractSigned],
  allowance: { workingDays: 20 },
  ladder: ownersLadder,
  odds: 75,
};
