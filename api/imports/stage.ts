import type { Playbook, StageKey, StageRule } from '../../domain/playbook.ts';
import { pointerTo } from '../../domain/json-pointer.ts';
import { Problem } from '../problem.ts';
import { plain } from './likeness.ts';
import type { Mapping } from './mapping.ts';
import type { Standing } from './vocabulary.ts';
import { stageWords } from './vocabulary.ts';

/** How a sale stands, and the stage at which it is opened. */
export type Place = { readonly standing: Standing; readonly stage: StageKey; readonly isSigned: boolean };

/** Null for a word that nobody knows. */
export type StageReader = (word: string) => Place | null;

/** What a word of the stage column says: as the mapping has it, else won or lost, else a stage of the playbook, else just open. */
export function stageReader({ stages: said = {} }: Mapping, playbook: Playbook): StageReader {
  const { open, won, lost } = standingsOf(playbook);
  const { stages } = playbook;
  const places = new Map<string, Place>([
    ...stageWords.open.map((word) => [plain(word), open] as const),
    ...stages.flatMap((stage) =>
      [stage.title.zh, stage.title.en].map((word) => [plain(word), placeAt(playbook, stage)] as const),
    ),
    ...stages.map((stage) => [plain(stage.key), placeAt(playbook, stage)] as const),
    ...stageWords.won.map((word) => [plain(word), won] as const),
    ...stageWords.lost.map((word) => [plain(word), lost] as const),
    ...Object.entries(said).flatMap(([word, meaning]) => {
      const place = meantBy(playbook, meaning);
      return place === null ? [] : [[plain(word), place] as const];
    }),
  ]);
  return (word) => places.get(plain(word)) ?? null;
}

/** A mapping speaks of this playbook's stages only. */
export function requireKnownStages({ stages = {} }: Mapping, playbook: Playbook): void {
  const errors = Object.entries(stages)
    .filter(([, meaning]) => meantBy(playbook, meaning) === null)
    .map(([word]) => ({ pointer: pointerTo('/mapping/stages', word), code: 'unknown-stage' }));
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
}

function meantBy(playbook: Playbook, meaning: string): Place | null {
  const standings = standingsOf(playbook);
  if (Object.hasOwn(standings, meaning)) return standings[meaning as Standing];
  const stage = playbook.stages.find(({ key }) => key === meaning);
  return stage === undefined ? null : placeAt(playbook, stage);
}

/** What was won is behind its signature; where no stage is stated, it is the owner's to confirm. */
function standingsOf(playbook: Playbook): { readonly [One in Standing]: Place } {
  const { stages } = playbook;
  const first = stages[0]?.key ?? '';
  const behind = stages[signatureIn(playbook) + 1] ?? stages.at(-1);
  return {
    open: { standing: 'open', stage: first, isSigned: false },
    lost: { standing: 'lost', stage: first, isSigned: false },
    won: { standing: 'won', stage: behind?.key ?? '', isSigned: true },
  };
}

function placeAt(playbook: Playbook, stage: StageRule): Place {
  const signature = signatureIn(playbook);
  return {
    standing: 'open',
    stage: stage.key,
    isSigned: signature >= 0 && playbook.stages.indexOf(stage) > signature,
  };
}

function signatureIn({ stages }: Playbook): number {
  return stages.findIndex(({ checkpoints }) => checkpoints.some(({ meaning }) => meaning === 'signature'));
}
