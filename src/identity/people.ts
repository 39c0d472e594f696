import type { Clock } from '../base/clock.js';
import { failure } from '../base/errors/index.js';
import { ADMINISTRATOR } from '../kit/access.js';
import { changed, createRecords, type RecordPlace } from './records.js';

/** Who an issuer of OpenID Connect says that somebody is: for ever, whatever their name or address. */
export interface Subject {
  /** The issuer's URL. */
  readonly issuer: string;
  readonly subject: string;
}

/** Somebody whom the service knows. */
export interface Person {
  /** As rules and records name them. */
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  /** Absent of local people, and of those who were given rights before they came. */
  readonly subject?: Subject;
  /** As their issuer last said. */
  readonly groups: readonly string[];
  /** Granted in this service, beside what rules give. */
  readonly roles: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly isBlocked: boolean;
  /** Argon2id in the PHC form. */
  readonly password?: string;
  /** ISO 8601 UTC. */
  readonly since: string;
  readonly lastLogin?: string;
}

/** What an issuer says of somebody who logs in. */
export interface Arrival extends Subject {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly groups: readonly string[];
}

export interface People {
  readonly get: (id: string) => Promise<Person | undefined>;
  readonly list: () => Promise<readonly Person[]>;
  /** Changes somebody, who need not be known yet. */
  readonly change: (id: string, change: (before: Person) => Person) => Promise<Person>;
  /** Takes in whom an issuer has sent. Throws MR8706 where the name is somebody else's. */
  readonly arrive: (arrival: Arrival) => Promise<Person>;
}

const ID = /^[^\p{C}\p{Z}]{1,200}$/u;

/** The form in which names of people are compared: those of one look and of small and capital letters are one. */
export const personId = (written: string): string => {
  const id = written.normalize('NFKC').toLowerCase();
  if (!ID.test(id))
    throw failure('MR8719', 'a name of a person has 1 to 200 visible characters, none of them a space');
  return id;
};

const isSame = (a: Subject, b: Subject): boolean => a.issuer === b.issuer && a.subject === b.subject;

const subjectName = ({ issuer, subject }: Subject): string =>
  `${encodeURIComponent(issuer)}/${encodeURIComponent(subject)}`;

/** Whether a name is free for a subject: nobody has it, or only rights were given to it. */
const refuseOthers = ({ id, subject, password }: Person, arrival: Subject): void => {
  const isFree = id !== ADMINISTRATOR && (subject ? isSame(subject, arrival) : password === undefined);
  if (!isFree) throw failure('MR8706', `"${id}" is somebody else in this service`);
};

const stranger = (id: string, clock: Clock): Person => ({
  id,
  name: id,
  groups: [],
  roles: [],
  attributes: {},
  isBlocked: false,
  since: clock.now().toISOString(),
});

/** The people of a service, at `people/ID` of its state. */
export const createPeople = (place: RecordPlace, clock: Clock): People => {
  const people = createRecords<Person>(place, 'people/');
  const subjects = createRecords<{ readonly person: string }>(place, 'identity/subjects/');
  const change: People['change'] = (id, make) =>
    changed(people, id, (before) => make(before ?? stranger(id, clock)));
  return {
    get: async (id) => (await people.get(id))?.value,
    list: async () => (await people.all()).map(({ value }) => value),
    change,
    arrive: async (arrival) => {
      const name = subjectName(arrival);
      const known = await subjects.get(name);
      const { email, groups, issuer, subject } = arrival;
      const person = await change(known?.value.person ?? arrival.id, (before) => {
        refuseOthers(before, arrival);
        const { email: _, ...rest } = before;
        return {
          ...rest,
          name: arrival.name,
          ...(email === undefined ? {} : { email }),
          groups,
          subject: { issuer, subject },
          lastLogin: clock.now().toISOString(),
        };
      });
      if (!known) await subjects.put(name, { person: person.id }, 0);
      return person;
    },
  };
};
