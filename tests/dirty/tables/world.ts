import { type Table, tableOf } from '../table.js';
import { made } from './made.js';
import { CITIES, day, decimal, digits, minute, PEOPLE, PEOPLE_OF_THE_WORLD, turn } from './words.js';

const AIRPORTS = ['FRA', 'GRU', 'ZRH', 'AGP', 'LYS', 'JFK', 'HND', 'WAW'] as const;

export const flights: Table = tableOf(
  'flights',
  'flight|departed:timestamp|origin|destination|distance_km:integer|delay_min:integer|fare:decimal',
  made(11, 150, (at, random) => [
    `${turn(['LH', 'IB', 'AF', 'JL', 'LO'], at)} ${random.int(100, 9800)}`,
    minute(at * 617 + random.int(0, 59)),
    turn(AIRPORTS, at),
    turn(AIRPORTS, at + 3),
    String(random.int(280, 11_900)),
    at % 8 === 5 ? null : String(random.int(-12, 190)),
    decimal(at % 3 === 2 ? random.int(100_000, 450_000) : random.int(4900, 99_900)),
  ]),
);

export const customers: Table = tableOf(
  'customers',
  'customer_id:integer|name|street|postal_code|city|joined:date|credit_limit:decimal',
  made(12, 60, (at, random) => [
    String(7001 + at),
    turn(PEOPLE_OF_THE_WORLD, at),
    turn(['Hauptstraße 5', '12 rue de l’Église', 'ul. Długa 7/3', '丸の内 1-9-1', 'Calle Mayor, 18'], at),
    digits(random.int(at % 2 === 0 ? 1000 : 10_000, at % 2 === 0 ? 9999 : 99_999), 5),
    turn(['Kraków', '東京', 'Αθήνα', 'Hà Nội', 'İzmir', 'Warszawa', 'Köln'], at),
    day(at * 13),
    at % 6 === 4 ? null : decimal(random.int(2, 40) * 50_000),
  ]),
);

export const sensors: Table = tableOf(
  'sensors',
  'station|measured_at:timestamp|temperature:decimal|humidity:integer|status',
  made(13, 240, (at, random) => [
    turn(['Zugspitze', 'Feldberg', 'Brocken', 'Großer Arber'], at),
    minute(at * 30),
    at % 10 === 7 ? null : decimal(random.int(-180, 312), 1),
    at % 12 === 9 ? null : String(random.int(20, 100)),
    turn(['ok', 'ok', 'calibrating', 'ok', 'low battery'], at),
  ]),
);

export const employees: Table = tableOf(
  'employees',
  'matricule|nom|fonction|ville|embauche:date|salaire:decimal|temps plein:boolean',
  made(14, 45, (at, random) => [
    digits(17 + at * 31, 5),
    turn(PEOPLE, at + 1),
    turn(['Comptable', 'Ingénieure', 'Chargé d’affaires', 'Développeuse', 'Électricien'], at),
    turn(CITIES, at + 4),
    day(at * 17 + 5),
    decimal(random.int(180_000, 780_000)),
    random.chance(0.7) ? 'true' : 'false',
  ]),
);

export const meters: Table = tableOf(
  'meters',
  'meter_no|read_on:date|kwh:decimal|read_by|remark',
  made(15, 110, (at, random) => [
    digits(40_090 + at * 11, 10),
    day(at * 2 + 11),
    decimal(100_000 + at * random.int(3000, 9000)),
    turn(PEOPLE, at),
    at % 4 === 1 ? null : turn(['geschätzt', 'meter replaced, see order', 'accès refusé', 'read by app'], at),
  ]),
);

export const books: Table = tableOf(
  'books',
  'isbn|title|author|published:date|pages:integer|price:decimal',
  made(16, 40, (at, random) => [
    `978-${random.int(0, 9)}-${digits(random.int(0, 99_999), 5)}-${digits(at, 3)}-${random.int(0, 9)}`,
    turn(
      [
        '吾輩は猫である',
        'Пиковая дама',
        'Cien años de soledad',
        'Who, me?',
        'Η Ιθάκη',
        'L’Étranger',
        'Über "Kunst"',
      ],
      at,
    ),
    turn(PEOPLE_OF_THE_WORLD, at + 5),
    day(at * 19),
    String(random.int(48, 1400)),
    decimal(at % 4 === 3 ? random.int(100_000, 250_000) : random.int(500, 9900)),
  ]),
);
