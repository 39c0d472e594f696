import { convertFile } from '../../conversion/index.js';
import type { ConversionTask } from '../../kit/index.js';
import { serve } from '../../workers/index.js';

serve((request) => convertFile(request as ConversionTask));
