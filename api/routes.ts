import { apiKeyRoutes } from './api-keys/route.ts';
import { approvalPolicyRoutes } from './approval-policies/route.ts';
import { approvalRoutes } from './approvals/route.ts';
import { certificateRoutes } from './certificates/route.ts';
import { commandRoutes } from './command/route.ts';
import { contractRoutes } from './contracts/route.ts';
import { covertSupporterRoutes } from './covert-supporter/route.ts';
import { customerRoutes } from './customers/route.ts';
import { documentRoutes } from './documents/route.ts';
import { escalationRoutes } from './escalations/route.ts';
import { importRoutes } from './imports/route.ts';
import { inboxRoutes } from './inbox/route.ts';
import { opportunityRoutes } from './opportunities/route.ts';
import { absenceRoutes } from './people/absence-route.ts';
import { userRoutes } from './people/route.ts';
import { teamRoutes } from './people/team-route.ts';
import type { Route } from './route.ts';
import { approvalPolicies, calendars, playbooks } from './rulebooks/books.ts';
import { evidenceRoutes } from './rulebooks/evidence-route.ts';
import { rulebookRoutes } from './rulebooks/route.ts';
import { sessionRoutes } from './session/route.ts';
import { visitRoutes } from './visits/route.ts';

/** Everything that can be asked of Pursuit. */
export const routes: readonly Route[] = [
  ...sessionRoutes,
  ...apiKeyRoutes,
  ...userRoutes,
  ...teamRoutes,
  ...absenceRoutes,
  ...rulebookRoutes('/playbooks', 'playbook', playbooks),
  ...evidenceRoutes,
  ...rulebookRoutes('/calendars', 'calendar', calendars),
  ...approvalPolicyRoutes,
  ...rulebookRoutes('/approval-policies', 'approval policy', approvalPolicies),
  ...customerRoutes,
  ...opportunityRoutes,
  ...covertSupporterRoutes,
  ...contractRoutes,
  ...approvalRoutes,
  ...certificateRoutes,
  ...visitRoutes,
  ...documentRoutes,
  ...commandRoutes,
  ...escalationRoutes,
  ...inboxRoutes,
  ...importRoutes,
];
