import { testCodeBatch } from './code-batch.js';

testCodeBatch(0);
