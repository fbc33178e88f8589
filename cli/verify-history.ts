import { openDatabase } from '../prisma/database.ts';
import type { BadContract, BadRow } from '../prisma/verify-history.ts';
import { verifyHistory } from '../prisma/verify-history.ts';
import { exitCodes, type ExitCode } from '../local/exit-code.ts';
import { databaseUrlOf, settingsHere } from './settings.ts';

/** `pursuit verify-history`: walks every chain of events and all contracts, and names the first bad row. */
export async function verifyHistoryCommand(): Promise<ExitCode> {
  const database = openDatabase(databaseUrlOf(settingsHere()), { max: 2 });
  try {
    const { workflows, events, unsealed, contracts, bad } = await verifyHistory(database);
    if (bad !== null) {
      console.log(`bad  ${placeOf(bad)} ${bad.fault}`);
      return exitCodes.differences;
    }
    console.log(
      `${events} events of ${workflows} processes and ${contracts} contracts are as they were written; ${unsealed} wait behind a gap.`,
    );
    return exitCodes.ok;
  } finally {
    await database.close();
  }
}

function placeOf(bad: BadRow | BadContract): string {
  return 'number' in bad ? `contract ${bad.opportunityId}:${bad.number}` : `${bad.workflowId} ${bad.seq}`;
}
