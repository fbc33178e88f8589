import { ApplicationFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { isNotThere } from '../../workflows/signal-if-there.ts';

test.for([
  { what: 'nobody there', error: ApplicationFailure.create({ type: 'ExternalWorkflowExecutionNotFound' }), silent: true },
  { what: 'too many signals', error: ApplicationFailure.create({ type: 'SignalCountLimitExceeded' }), silent: false },
  { what: 'anything else', error: new Error('Unable to signal external workflow because it was not found'), silent: false },
])('a signal that meets $what is passed over in silence: $silent', ({ error, silent }) => {
  expect(isNotThere(error)).toBe(silent);
});
