import { failure, MillraceError } from '../../../base/errors/index.js';
import { isNoBrowser, isSameOrigin, type Person, personId } from '../../../identity/index.js';
import { type BegunSession, beginSession, refusedSession } from './begin-session.js';
import type { RequestFacts } from './facts.js';
import { ownOrigin } from './own-origin.js';
import type { IdentityParts } from './parts.js';

export interface LocalLogin {
  readonly name: string;
  readonly password: string;
}

const LOCAL = 'local';

/** What cannot be a name is nobody's: it is answered as a wrong name is. */
const idOf = (name: string): string => {
  try {
    return personId(name);
  } catch {
    return '';
  }
};

const codeOf = (thrown: unknown): string =>
  (thrown instanceof MillraceError ? thrown.problems[0]?.code : undefined) ?? 'MR9999';

/** The person that a name and a password are of; all that is wrong gives the same answer for the same work. */
const proved = async (
  { attempts, passwords }: IdentityParts,
  id: string,
  person: Person | undefined,
  { password }: LocalLogin,
  { address }: RequestFacts,
): Promise<Person> => {
  const attempt = attempts.begin(id, address);
  const isRight = await passwords.isRight(password, person?.password);
  if (!isRight || !person || person.isBlocked) throw failure('MR8701', 'the name or the password is wrong');
  attempt.succeeded();
  return person;
};

/**
 * Logs in with a name and a password of this service.
 *
 * @throws MR8701 where one is wrong, MR8702 after too many attempts, MR8703 from pages of others, MR8717 where nobody has a
 * password here, MR8718
 */
export const createLogin =
  (parts: IdentityParts) =>
  async (facts: RequestFacts, login: LocalLogin): Promise<BegunSession> => {
    const { isLocal, publicUrl, people, clock } = parts;
    if (!isLocal) throw failure('MR8717', 'people have no passwords in this service');
    if (!isNoBrowser(facts) && !isSameOrigin(facts, ownOrigin(facts, publicUrl)))
      throw failure('MR8703', 'only a page of the service itself logs people in');
    const id = idOf(login.name);
    const person = id === '' ? undefined : await people.get(id);
    try {
      await proved(parts, id, person, login, facts);
    } catch (thrown) {
      await refusedSession(parts, person?.id, LOCAL, facts, codeOf(thrown));
      throw thrown;
    }
    const lastLogin = clock.now().toISOString();
    const now = await people.change(id, (before) => {
      // A password that was changed while it was tried is the old one.
      if (before.isBlocked || before.password !== person?.password)
        throw failure('MR8701', 'the name or the password is wrong');
      return { ...before, lastLogin };
    });
    return beginSession(parts, now, LOCAL, facts);
  };
