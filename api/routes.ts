import { apiKeyRoutes } from './api-keys/route.ts';
import type { Route } from './route.ts';
import { opportunityRoutes } from './opportunities/route.ts';
import { sessionRoutes } from './session/route.ts';

/** Everything that can be asked of Pursuit. */
export const routes: readonly Route[] = [...sessionRoutes, ...apiKeyRoutes, ...opportunityRoutes];
