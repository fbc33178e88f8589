import { expect, test } from 'vitest';
import { secondsPlaybook } from '../../builders/seconds-playbook.ts';
import { retimed, timingOf } from '../../../domain/playbook-timing.ts';
import { aPlaybook } from '../../builders/playbook.ts';

const playbook = aPlaybook();

test('a newer version gives a running sale its allowances and ladders', () => {
  const faster = secondsPlaybook(playbook, 60);
  expect(retimed(playbook, timingOf(faster))).toEqual(faster);
});

test('its gates, checkpoints and odds stay those it began with', () => {
  const newer = {
    ...playbook,
    version: 2,
    stages: playbook.stages.map((stage) => ({ ...stage, gate: [], checkpoints: [], odds: 1 })),
  };
  expect(retimed(playbook, timingOf(newer))).toEqual(playbook);
});

test('a stage that the newer version no longer has keeps its time', () => {
  const newer = { ...secondsPlaybook(playbook), stages: [] };
  expect(retimed(playbook, timingOf(newer)).stages).toEqual(playbook.stages);
});
