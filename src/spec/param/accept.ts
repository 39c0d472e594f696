import { listed } from '../../base/diagnostics/suggest.js';
import type { ParamSpec, ParamType } from '../params.js';
import { compareDecimals, type Decimal } from './decimal.js';
import { readAs } from './kinds.js';

const compare = (left: Decimal | string, right: Decimal | string): number => {
  if (typeof left !== 'string' && typeof right !== 'string') return compareDecimals(left, right);
  if (left === right) return 0;
  return String(left) < String(right) ? -1 : 1;
};

/** How two texts of a type compare; undefined where one of them is none. */
const order = (type: ParamType, left: string, right: string): number | undefined => {
  const [first, second] = [readAs(type, left), readAs(type, right)];
  return first.ok && second.ok ? compare(first.order, second.order) : undefined;
};

/** Why a parameter does not take a value, as the rest of a sentence; undefined where it does. */
export const whyRefused = (spec: ParamSpec, value: string): string | undefined => {
  const { type, min, max, one_of } = spec;
  const reading = readAs(type, value);
  if (!reading.ok) return `is not ${reading.wants}`;
  if (min !== undefined && (order(type, value, min) ?? 0) < 0) return `is less than the minimum ${min}`;
  if (max !== undefined && (order(type, value, max) ?? 0) > 0) return `is greater than the maximum ${max}`;
  const isListed = one_of?.some((each) => order(type, value, each) === 0) ?? true;
  return isListed ? undefined : `is none of ${listed(one_of ?? [])}`;
};
