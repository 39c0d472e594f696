const WHOLE = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/;
const DECIMAL = /^DECIMAL\((\d+),\s*(\d+)\)$/;
const MOMENT = /^TIMESTAMP(_S|_MS|_NS)?$/;
/** Types that files keep as text, or give back as such. */
const TEXT = /^(VARCHAR|ENUM\(.*\)|UUID|JSON)$/s;

const isNumber = (type: string): boolean =>
  WHOLE.test(type) || DECIMAL.test(type) || type === 'FLOAT' || type === 'DOUBLE';

const scaleOf = (type: string): number => Number(DECIMAL.exec(type)?.[2] ?? 0);

const takesNumber = (had: string, type: string): boolean => {
  if (type === 'DOUBLE') return true;
  if (had === 'DOUBLE') return false;
  if (type === 'FLOAT' || had === 'FLOAT') return type === had;
  return scaleOf(type) >= scaleOf(had);
};

/**
 * Whether values that a file gives back in one type may become those of another without loss. A number that is too
 * great for its new type stops the run; what would be rounded does not fit.
 */
export const takesType = (had: string, type: string): boolean => {
  if (had === type || had === 'VARCHAR') return true;
  if (TEXT.test(had) && TEXT.test(type)) return true;
  if (isNumber(had) && isNumber(type)) return takesNumber(had, type);
  return MOMENT.test(had) && MOMENT.test(type);
};
