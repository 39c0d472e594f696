import { type Table, tableOf } from '../table.js';
import { made } from './made.js';
import { CITIES, day, decimal, digits, PEOPLE, turn } from './words.js';

export const orders: Table = tableOf(
  'orders',
  'order_id:integer|ordered_on:date|customer|country|quantity:integer|unit_price:decimal|shipped:boolean',
  made(1, 300, (at, random) => [
    String(100_234 + at * 3),
    day(at * 5 + random.int(0, 3)),
    turn(PEOPLE, at),
    turn(['DE', 'ES', 'IE', 'FR', 'US', 'NL'], at),
    String(random.int(1, 40)),
    decimal(at % 4 === 3 ? random.int(100_000, 999_999) : random.int(199, 99_999)),
    random.chance(0.8) ? 'true' : 'false',
  ]),
);

const REFERENCES = [
  'Invoice 2024-118, second part',
  'Rückerstattung für Bestellung',
  'Loyer février',
  'Order "express"',
  'cuota trimestral; socio',
  'Membership fee',
] as const;

export const payments: Table = tableOf(
  'payments',
  'payment_id|booked_on:date|iban|amount:decimal|currency|reference',
  made(2, 80, (at, random) => [
    `P-${digits(4711 + at, 6)}`,
    day(at * 2 + 9),
    `DE${digits(random.int(10, 99), 2)} 3704 0044 ${digits(random.int(0, 9999), 4)} ${digits(random.int(0, 9999), 4)} 00`,
    decimal(at % 3 === 1 ? -random.int(100, 99_999) : random.int(120_000, 250_000_000)),
    turn(['EUR', 'CHF', 'GBP', 'USD'], at),
    at % 7 === 4 ? null : turn(REFERENCES, at),
  ]),
);

const TITLES = [
  'Käsehobel „Alpin“',
  'Crème brûlée set, 4 pcs',
  'Monitor 27" (matte)',
  'Schraube M8×40',
  'Café moulu 500 g',
  "Children's raincoat",
  'Lámpara de pie',
  'USB-C cable; 2 m',
] as const;

export const products: Table = tableOf(
  'products',
  'sku|title|category|price:decimal|stock:integer|released:date',
  made(3, 60, (at, random) => [
    digits(481_516 + at * 2342, 8),
    turn(TITLES, at),
    turn(['Haushalt', 'Épicerie', 'Electronics', 'Ferretería'], at),
    decimal(at % 5 === 2 ? random.int(100_000, 349_900) : random.int(149, 89_900)),
    String(random.int(0, 1200)),
    at % 9 === 6 ? null : day(at * 11),
  ]),
);

const FIRMS = [
  'Bäckerei Schröder',
  'Meyer & Söhne GmbH',
  'Stadtwerke Gießen',
  'Kfz-Werkstatt Öztürk, Inh. A. Öztürk',
  'Blumen "Zur Rose"',
  'Praxis Dr. Weiß',
  'Hotel Löwen AG',
] as const;

export const invoices: Table = tableOf(
  'invoices',
  'Rechnung|Datum:date|Kunde|Ort|Betrag:decimal|Positionen:integer|Bezahlt am:date',
  made(4, 120, (at, random) => [
    `R2024-${digits(at + 1, 4)}`,
    day(at * 3),
    turn(FIRMS, at),
    turn(CITIES, at),
    decimal(at % 2 === 0 ? random.int(100_000, 9_999_999) : random.int(990, 99_999)),
    String(random.int(1, 25)),
    at % 5 === 3 ? null : day(at * 3 + random.int(7, 40)),
  ]),
);

export const parcels: Table = tableOf(
  'parcels',
  'parcel_id:integer|sent_on:date|receiver|city|weight_kg:decimal|declared_value:decimal',
  made(5, 90, (at, random) => [
    `3404345${digits(random.int(0, 999_999), 6)}${digits(at * 7, 5)}`,
    day(at * 4 + 1),
    turn(PEOPLE, at + 3),
    turn(CITIES, at),
    decimal(random.int(1050, 31_490) * 10 + 5, 4),
    at % 6 === 5 ? null : decimal(random.int(90_000, 999_900)),
  ]),
);
