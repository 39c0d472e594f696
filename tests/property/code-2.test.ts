import { testCodeBatch } from './code-batch.js';

testCodeBatch(1);
