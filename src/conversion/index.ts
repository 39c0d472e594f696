import type { ConversionTask, Converted, ForeignFormat } from '../kit/index.js';
import { convertFixedWidth } from './fixed-width/index.js';
import { convertXlsx } from './xlsx/index.js';
import { convertXml } from './xml/index.js';
import { convertZip } from './zip/index.js';

const converters: Readonly<Record<ForeignFormat, (task: ConversionTask) => Promise<Converted>>> = {
  fixed_width: convertFixedWidth,
  xlsx: convertXlsx,
  xml: convertXml,
  zip: convertZip,
};

/** Turns a file into others that engines read. It parses what strangers sent: call it in a process of its own. */
export const convertFile = (task: ConversionTask): Promise<Converted> => converters[task.from](task);
