import { cellKind, isTyped } from './cells.js';
import { cell, columnKind, columnsOf, family } from './column-kinds.js';
import { isBlankRecord, type TextRecord } from './records.js';

const TOTAL =
  /^(grand |sub-?)?(total|sum|summe|gesamt|gesamtsumme|totaal|totale|somme|suma|totals?|count|rows?|records?|anzahl|zeilen|lignes|end of (file|report)|eof|generated|source|note|quelle|erstellt|average|mean|avg)\b/i;

const isEmptyRow = (record: TextRecord | undefined): boolean =>
  record?.fields.every((text) => text.trim() === '') ?? false;

/** Whether it is a row with another delimiter than the file has. */
const hasOtherDelimiter = ({ raw }: TextRecord, width: number): boolean =>
  [',', ';', '\t', '|'].some((mark) => raw.split(mark).length >= width);

/** Records at the end that speak of the rows instead of being one. */
export const countFooter = (body: readonly TextRecord[], width: number): number => {
  let footer = 0;
  let confirmed = 0;
  for (let at = body.length - 1; at > 0 && footer < 20; at -= 1) {
    const record = body[at];
    if (!record) break;
    const text = record.fields.map((field) => field.trim()).filter((field) => field !== '');
    const isTotal =
      text.some((field, index) => index < 2 && TOTAL.test(field)) &&
      (!fits(record, body, width, at) || isEmptyRow(body[at - 1]));
    const isNote = width > 2 && record.fields.length === 1 && !hasOtherDelimiter(record, width);
    if (!isBlankRecord(record) && text.length > 0 && !isTotal && !isNote) break;
    footer += 1;
    const isBelow = confirmed > 0 && confirmed === footer - 1 && text.length === 0;
    if (isTotal || isBelow || (isNote && !isBlankRecord(record))) confirmed = footer;
  }
  return confirmed;
};

/** Whether a record has a value of the right kind in every column that has one elsewhere. */
const fits = (record: TextRecord, body: readonly TextRecord[], width: number, at: number): boolean => {
  if (record.fields.length !== width) return false;
  const before = body.slice(Math.max(0, at - 50), at).filter(({ fields }) => fields.length === width);
  return columnsOf(before, width).every((values, column) => {
    const text = cell(record, column);
    const isFull = values.every((value) => value !== '');
    if (text === '') return !isFull || values.length === 0;
    const kind = columnKind(values);
    return !isTyped(kind) || family(cellKind(text)) === kind;
  });
};
