export const isMoment = (type: string): boolean => /^(DATE|TIMESTAMP)/i.test(type);
export const isNumber = (type: string): boolean => /INT|DOUBLE|FLOAT|DECIMAL|NUMERIC|REAL/i.test(type);
export const isText = (type: string): boolean => /^(VARCHAR|TEXT|STRING|CHAR)/i.test(type);

/** Whether a type that is asked for takes what a reading gives: text asked for is not read as anything else. */
export const isSameKind = (found: string, asked: string): boolean =>
  [isMoment, isNumber, isText].some((isKind) => isKind(found) && isKind(asked));
