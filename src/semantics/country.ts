import { defineSemanticType } from '../kit/index.js';
import { COUNTRIES } from './lists/countries.js';
import { namesOf } from './shared/names.js';

const names = namesOf(COUNTRIES);

export const country = defineSemanticType({
  name: 'country',
  summary: 'Country, by code or English name.',
  description:
    'Alpha-2, alpha-3 and numeric codes of ISO 3166-1 and English names, normalised to alpha-2. Numeric codes have three digits.',
  standard: { title: 'ISO 3166-1:2020', url: 'https://www.iso.org/iso-3166-country-codes.html' },
  valueType: 'VARCHAR',
  names: /country|nation/i,
  specificity: 65,
  needsName: true,
  ...names,
  cases: {
    valid: [
      { text: 'DE', normalised: 'DE' },
      { text: 'DEU', normalised: 'DE' },
      { text: '276', normalised: 'DE' },
      { text: 'Germany', normalised: 'DE' },
      { text: 'united kingdom', normalised: 'GB' },
      { text: 'us', normalised: 'US' },
      { text: "Côte d'Ivoire", normalised: 'CI' },
    ],
    invalid: [
      { text: 'XX', why: 'no code' },
      { text: 'ZZZ', why: 'no code' },
      { text: '999', why: 'no code' },
      { text: 'Deutschland', why: 'not the English name' },
      { text: '4', why: 'one digit' },
      { text: 'Germany, Berlin', why: 'more than a country' },
    ],
  },
});
