import { defineSemanticType, literal, type Sql, sql } from '../kit/index.js';
import { IBAN_FORMS } from './lists/iban-forms.js';
import { letterAt, lettersAsDigits, remainder97 } from './shared/check-digits.js';
import { matches } from './shared/pattern.js';

const FORM = IBAN_FORMS.split(' ')
  .map((form) => `${form.slice(0, 2)}[0-9]{2}${form.slice(2)}`)
  .join('|');

const compact = (value: Sql): Sql => sql`upper(replace(${value}, ' ', ''))`;

const letters = (value: Sql, first: number, count: number): Sql =>
  Array.from({ length: count }, (_, index) => letterAt(value, first + index)).reduce(
    (all, letter) => sql`(${all} * 100 + ${letter})`,
  );

/** Digits at the end, as they stand for the remainder: then the two letters of the country, then the check digits. */
const remainder = (account: Sql, value: Sql): Sql =>
  sql`(${account}) * 1000000 + ${letters(value, 1, 2)} * 100 + substr(${value}, 3, 2)::bigint`;

/** Ten to the power of how many digits there are, by 97. */
const POWERS = Array.from({ length: 31 }, (_, power) => Number(10n ** BigInt(power) % 97n));

/** The account is of digits in most countries, and of four letters before digits in many others: both are told without text. */
const isWhole = (value: Sql): Sql => {
  const digits = remainder(remainder97(sql`substr(${value}, 5)`), value);
  const rest = sql`substr(${value}, 9)`;
  const bank = remainder(
    sql`(${letters(value, 5, 4)} % 97) * ${literal(POWERS)}[length(${rest}) + 1] + ${remainder97(rest)}`,
    value,
  );
  const others = remainder97(lettersAsDigits(sql`substr(${value}, 5) || substr(${value}, 1, 4)`), 4);
  return sql`(case when ${matches(value, '.{4}[0-9]+')} then ${digits} when ${matches(value, '.{4}[A-Z]{4}[0-9]+')} then ${bank} else ${others} end) % 97 = 1`;
};

export const iban = defineSemanticType({
  name: 'iban',
  summary: 'International bank account number.',
  description:
    'Country, two check digits and the account in the form that the country has registered; the whole leaves 1 when it is divided by 97. Spaces between groups and small letters are forgiven; normalised to the electronic form without spaces.',
  standard: {
    title: 'ISO 13616-1:2020; SWIFT IBAN registry',
    url: 'https://www.swift.com/standards/data-standards/iban-international-bank-account-number',
  },
  valueType: 'VARCHAR',
  class: 'sensitive',
  names: /iban/i,
  shape: /^\s*[A-Z]{2}\d{2}.{8}/i,
  specificity: 100,
  check: (value) => {
    const text = compact(value);
    const form = matches(text, FORM);
    return sql`case when ${form} then ${isWhole(text)} when ${value} is not null then false end`;
  },
  canonical: compact,
  mask: (value) =>
    sql`case when length(${value}) > 8 then substr(${value}, 1, 2) || '•••' || right(${value}, 4) when ${value} is not null then '•••' end`,
  cases: {
    valid: [
      { text: 'GB82 WEST 1234 5698 7654 32', normalised: 'GB82WEST12345698765432' },
      { text: 'DE89370400440532013000', normalised: 'DE89370400440532013000' },
      { text: 'FR1420041010050500013M02606', normalised: 'FR1420041010050500013M02606' },
      { text: 'NL91ABNA0417164300', normalised: 'NL91ABNA0417164300' },
      { text: 'BE68539007547034', normalised: 'BE68539007547034' },
      { text: 'CH9300762011623852957', normalised: 'CH9300762011623852957' },
      { text: 'no9386011117947', normalised: 'NO9386011117947' },
      { text: 'MT84MALT011000012345MTLCAST001S', normalised: 'MT84MALT011000012345MTLCAST001S' },
    ],
    invalid: [
      { text: 'GB82WEST12345698765431', why: 'the check digits do not fit' },
      { text: 'DE8937040044053201300', why: 'a digit too few' },
      { text: 'XX8937040044053201300', why: 'no country of the registry' },
      { text: 'DE89370400440532013O00', why: 'a letter where digits are' },
      { text: '89370400440532013000', why: 'no country' },
      { text: 'GB82-WEST-1234-5698-7654-32', why: 'hyphens' },
      { text: 'DE98370400440532013000', why: 'swapped check digits' },
    ],
  },
});
