import type { Refusal } from '../refusal.ts';
import type { Deed, OpportunityEvent } from './event.ts';
import type { RefusalCode } from './refusal-code.ts';

/** Events, or why not. No events: it was done before. */
export type Decision = readonly OpportunityEvent[] | Refusal<RefusalCode>;

/** What a command asks for, before it is stamped and its consequences follow. */
export type Deeds = readonly Deed[] | Refusal<RefusalCode>;
