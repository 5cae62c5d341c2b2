import { createInProcessVectors } from './in-process-vectors.ts';
import { describeVectorsContract } from './vectors.contract.ts';

describeVectorsContract('in process', createInProcessVectors);
