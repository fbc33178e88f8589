import { describe, expect, test } from 'vitest';
import { fateOf, reasonOf } from '../../../worker/mail/fate.ts';

describe('a mail that could not be sent', () => {
  test.for([
    {
      when: 'the mailbox does not exist',
      error: { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 },
      fate: 'refused-for-good',
    },
    {
      when: 'the content is not wanted',
      error: { code: 'EMESSAGE', command: 'DATA', responseCode: 554 },
      fate: 'refused-for-good',
    },
    { when: 'the address is none', error: { code: 'EENVELOPE', command: 'API' }, fate: 'refused-for-good' },
    { when: 'the mailbox is full', error: { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 452 }, fate: 'not-delivered' },
    {
      when: 'our own address is not wanted',
      error: { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 },
      fate: 'not-delivered',
    },
    {
      when: 'the server wants us to sign in first',
      error: { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 530, response: '530 Authentication required' },
      fate: 'not-delivered',
    },
    {
      when: 'the server does not relay for us',
      error: { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 554, response: '554 5.7.1 <rep@example.com>: Access denied' },
      fate: 'not-delivered',
    },
    {
      when: 'the server says only in words that it does not relay for us',
      error: { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, response: '550 relay not permitted' },
      fate: 'not-delivered',
    },
    {
      when: 'the content is taken for spam',
      error: { code: 'EMESSAGE', command: 'DATA', responseCode: 554, response: '554 5.7.1 Message refused' },
      fate: 'refused-for-good',
    },
    { when: 'our password is wrong', error: { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }, fate: 'not-delivered' },
    {
      when: 'the server greets with a refusal',
      error: { code: 'EPROTOCOL', command: 'CONN', responseCode: 554 },
      fate: 'not-delivered',
    },
    { when: 'nobody listens', error: { code: 'ESOCKET', command: 'CONN', syscall: 'connect' }, fate: 'not-delivered' },
    { when: 'the server has no address', error: { code: 'EDNS', command: 'CONN' }, fate: 'not-delivered' },
    { when: 'the connection broke in the middle', error: { code: 'ECONNECTION', command: 'CONN' }, fate: 'unknown' },
    { when: 'the answer did not come in time', error: { code: 'ETIMEDOUT', command: 'CONN' }, fate: 'unknown' },
  ] as const)('as $when is $fate', ({ error, fate }) => {
    expect(fateOf(Object.assign(new Error('no'), error))).toBe(fate);
  });

  test('says why in one short line', () => {
    expect(reasonOf(new Error(`451 later\r\n 451 please ${'x'.repeat(1000)}`))).toMatch(/^451 later 451 please x+$/);
    expect(reasonOf(new Error('x'.repeat(1000)))).toHaveLength(500);
  });
});
