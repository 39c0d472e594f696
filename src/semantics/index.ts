import type { SemanticType } from '../kit/index.js';
import { airlineIata } from './airline-iata.js';
import { airportIata } from './airport-iata.js';
import { booleanWords } from './boolean-words.js';
import { cardNumber } from './card-number.js';
import { country } from './country.js';
import { currency } from './currency.js';
import { date } from './date.js';
import { decimalLocale } from './decimal-locale.js';
import { duration } from './duration.js';
import { email } from './email.js';
import { iban } from './iban.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';
import { isin } from './isin.js';
import { language } from './language.js';
import { latitude } from './latitude.js';
import { longitude } from './longitude.js';
import { mimeType } from './mime-type.js';
import { money } from './money.js';
import { percentage } from './percentage.js';
import { phone } from './phone.js';
import { postalCode } from './postal-code.js';
import { timestamp } from './timestamp.js';
import { url } from './url.js';
import { usState } from './us-state.js';
import { uuid } from './uuid.js';

/** Every built-in semantic type. */
export const builtInTypes: readonly SemanticType[] = [
  email,
  phone,
  url,
  ipv4,
  ipv6,
  uuid,
  iban,
  cardNumber,
  isin,
  currency,
  money,
  percentage,
  country,
  language,
  usState,
  postalCode,
  airportIata,
  airlineIata,
  latitude,
  longitude,
  timestamp,
  date,
  duration,
  booleanWords,
  decimalLocale,
  mimeType,
];
