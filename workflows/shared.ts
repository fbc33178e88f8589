/**
 * Rules hold nothing of any process, so a worker loads them once, and not once for each process that it holds. Only what is pure may be
 * named here.
 */
import '../domain/approval/deadline.ts';
import '../domain/approval/decide.ts';
import '../domain/approval/evolve.ts';
import '../domain/approval/notice.ts';
import '../domain/approval/summary.ts';
import '../domain/opportunity/deadline.ts';
import '../domain/opportunity/decide.ts';
import '../domain/opportunity/escalate.ts';
import '../domain/opportunity/evolve.ts';
import '../domain/opportunity/notice.ts';
import '../domain/opportunity/summary.ts';
