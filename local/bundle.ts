import { bundleWorkflows } from '../worker/bundle.ts';
import { workflowBundle } from './project-folder.ts';

await bundleWorkflows(workflowBundle);
