import {
  condition,
  defineSignal,
  defineUpdate,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';

/** The least a Temporal workflow can do with the same milestones: no rules, no read model, one stall timer a stage, an approval child. */

export const milestone = defineUpdate<number, [{ readonly stage: number; readonly submits: boolean }]>('milestone');
export const decision = defineUpdate<number, [string]>('decision');
const approved = defineSignal('approved');

const twoWeeks = '14 days';

export async function bareSale(milestones: number): Promise<number> {
  let reached = 0;
  let stage = 0;
  let submitted = false;
  let concluded = false;
  setHandler(milestone, (next) => {
    stage = next.stage;
    submitted ||= next.submits;
    reached += 1;
    return reached;
  });
  setHandler(approved, () => {
    concluded = true;
  });
  const isOver = () => reached >= milestones && concluded;
  let started = false;
  while (!isOver()) {
    const before = stage;
    await condition(() => isOver() || stage !== before || (submitted && !started), twoWeeks);
    if (submitted && !started) {
      started = true;
      await startChild(bareApproval, {
        workflowId: `${workflowInfo().workflowId}:approval`,
        args: [workflowInfo().workflowId],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowTaskTimeout: '2 seconds',
      });
    }
  }
  return reached;
}

export async function bareApproval(saleId: string): Promise<number> {
  let decisions = 0;
  setHandler(decision, () => {
    decisions += 1;
    return decisions;
  });
  await condition(() => decisions >= 2, twoWeeks);
  await getExternalWorkflowHandle(saleId).signal(approved);
  return decisions;
}
