import { defineSemanticType } from '../kit/index.js';
import { STATES } from './lists/us-states.js';
import { namesOf } from './shared/names.js';

const names = namesOf(STATES);

export const usState = defineSemanticType({
  name: 'us_state',
  summary: 'State of the United States.',
  description:
    'Two-letter codes and names of the states, the District of Columbia and the territories, normalised to the code.',
  standard: { title: 'USPS Publication 28, appendix B', url: 'https://pe.usps.com/text/pub28/28apb.htm' },
  valueType: 'VARCHAR',
  names: /(^|_)(us_?)?state(_?(code|name))?$|province/i,
  specificity: 60,
  needsName: true,
  ...names,
  cases: {
    valid: [
      { text: 'CA', normalised: 'CA' },
      { text: 'California', normalised: 'CA' },
      { text: 'new york', normalised: 'NY' },
      { text: 'tx', normalised: 'TX' },
      { text: 'District of Columbia', normalised: 'DC' },
      { text: 'PR', normalised: 'PR' },
    ],
    invalid: [
      { text: 'XX', why: 'no code' },
      { text: 'Cal', why: 'an old abbreviation' },
      { text: 'C', why: 'one letter' },
      { text: 'Bavaria', why: 'a state of another country' },
      { text: 'CA, NY', why: 'two states' },
      { text: '06', why: 'the numeric code' },
    ],
  },
});
