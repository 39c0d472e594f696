import type { ConversionTask, Converted } from '../kit/index.js';
import { convertFixedWidth } from './fixed-width/index.js';
import { convertXlsx } from './xlsx/index.js';
import { convertXml } from './xml/index.js';
import { convertZip } from './zip/index.js';

/** Turns a file into others that engines read. It parses what strangers sent: call it in a process of its own. */
export const convertFile = (task: ConversionTask): Promise<Converted> => {
  switch (task.from) {
    case 'fixed_width':
      return convertFixedWidth(task);
    case 'xlsx':
      return convertXlsx(task);
    case 'xml':
      return convertXml(task);
    case 'zip':
      return convertZip(task);
  }
};
