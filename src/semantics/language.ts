import { defineSemanticType } from '../kit/index.js';
import { LANGUAGES } from './lists/languages.js';
import { namesOf } from './shared/names.js';

const names = namesOf(LANGUAGES);

export const language = defineSemanticType({
  name: 'language',
  summary: 'Language, by code or English name.',
  description:
    'Codes of ISO 639-1 and ISO 639-2 (both its sets) and English names, normalised to two letters where there are two, otherwise to three. Tags with a region (`en-US`) say more than a language and are refused.',
  standard: { title: 'ISO 639:2023', url: 'https://www.loc.gov/standards/iso639-2/' },
  valueType: 'VARCHAR',
  names: /lang(uage)?|locale/i,
  specificity: 60,
  needsName: true,
  ...names,
  cases: {
    valid: [
      { text: 'en', normalised: 'en' },
      { text: 'eng', normalised: 'en' },
      { text: 'English', normalised: 'en' },
      { text: 'ger', normalised: 'de' },
      { text: 'deu', normalised: 'de' },
      { text: 'EN', normalised: 'en' },
      { text: 'ace', normalised: 'ace' },
    ],
    invalid: [
      { text: 'xx', why: 'no code' },
      { text: 'zzz', why: 'no code' },
      { text: 'en-US', why: 'a tag with a region' },
      { text: 'e', why: 'one letter' },
      { text: 'Deutsch', why: 'not the English name' },
      { text: 'English, French', why: 'two languages' },
    ],
  },
});
