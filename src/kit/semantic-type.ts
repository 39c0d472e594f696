import { type Sql, sql } from './sql.js';

/** Text that is a value of a type, and what it becomes, as the engine writes it. */
export interface ValidCase {
  readonly text: string;
  readonly normalised: string;
}

/** Text that is no value of a type, and why. */
export interface InvalidCase {
  readonly text: string;
  readonly why: string;
}

/** What the values of a type are, where the contract does not say it. */
export type SemanticClass = 'personal' | 'sensitive' | 'none';

/** What text means beyond its engine type: an email, an IBAN, a date. All of it are expressions that the engine works out. */
export interface SemanticType {
  readonly name: string;
  readonly summary: string;
  /** Markdown: what is taken, what is refused as ambiguous, what becomes of a value. */
  readonly description: string;
  readonly standard: { readonly title: string; readonly url: string };
  /** The engine's type of a normalised value. */
  readonly valueType: string;
  readonly class: SemanticClass;
  /** Names of columns that speak for the type. */
  readonly names: RegExp;
  /** Whether its form says too little: then it is found only where the name of the column speaks for it too. */
  readonly needsName: boolean;
  /** Whether columns of numbers can hold it as well as columns of text. */
  readonly isNumeric: boolean;
  /** What a value has at least: where no value of a column has it, its check, which may be long, need not be worked out. */
  readonly shape?: RegExp;
  /** Of types whose checks hold alike, the one with the higher number is meant. */
  readonly specificity: number;
  /** True where text is a value of the type; null for null. */
  readonly check: (value: Sql) => Sql;
  /** The one form of a value, of `valueType`; null where text is none, or could be several. Spaces around it are forgiven. */
  readonly normalise: (value: Sql) => Sql;
  /** What may be shown in place of a value of the type; of what is none it is not asked. */
  readonly mask: (value: Sql) => Sql;
  readonly cases: { readonly valid: readonly ValidCase[]; readonly invalid: readonly InvalidCase[] };
}

/** Text as the type itself writes it, which most text of most columns is: it is told and read cheaply. */
export interface PlainForm {
  /** True only of text that is a value of the type. */
  readonly holds: (value: Sql) => Sql;
  /** The normalised value of such text; where it is not given, the text itself. */
  readonly read?: (value: Sql) => Sql;
}

type Optional = 'class' | 'needsName' | 'isNumeric' | 'mask' | 'check' | 'normalise';

/** What a type says of itself; `canonical` gives the one form of text that `check` holds for. */
export interface SemanticTypeDefinition
  extends Omit<SemanticType, Optional>,
    Partial<Omit<Pick<SemanticType, Optional>, 'normalise'>> {
  /** Where there is no `check`, it is null for text that is no value, and that is the check. */
  readonly canonical: (value: Sql) => Sql;
  /** Where `check` and `canonical` need not be worked out. It changes how long they take, and nothing that they say. */
  readonly plain?: PlainForm;
}

/** What is worked out only where a cheap test does not hold; for null it is neither. The engine takes each way for its rows alone. */
const unlessPlain =
  ({ holds }: PlainForm, quick: (value: Sql) => Sql, full: (value: Sql) => Sql) =>
  (value: Sql): Sql =>
    sql`case when ${holds(value)} then ${quick(value)} when ${value} is not null then ${full(value)} end`;

/** A type whose plain text is told and read before anything else is tried. */
const plainFirst = (type: SemanticType, plain: PlainForm | undefined): SemanticType => {
  if (!plain) return type;
  const { read = (value) => value } = plain;
  return {
    ...type,
    check: unlessPlain(plain, () => sql`true`, type.check),
    normalise: unlessPlain(plain, read, type.normalise),
  };
};

const hidden = (value: Sql): Sql => sql`case when ${value} is not null then '•••' end`;

/** A semantic type as one value. */
export const defineSemanticType = ({ canonical, plain, ...given }: SemanticTypeDefinition): SemanticType => {
  const { check } = given;
  const trimmed = (value: Sql): Sql => sql`trim(${value})`;
  const type: SemanticType = {
    class: 'none',
    needsName: false,
    isNumeric: false,
    mask: hidden,
    ...given,
    check:
      check ?? ((value) => sql`case when ${value} is not null then (${canonical(value)}) is not null end`),
    normalise: check
      ? (value) => sql`case when ${check(trimmed(value))} then ${canonical(trimmed(value))} end`
      : (value) => canonical(trimmed(value)),
  };
  return plainFirst(type, plain);
};

/** What is shown in place of text in a column of a type: the type's mask of what is of it, and nothing of anything else. */
export const maskedBy = ({ check, mask }: Pick<SemanticType, 'check' | 'mask'>, value: Sql): Sql => {
  const text = sql`trim(${value})`;
  return sql`case when ${check(text)} then ${mask(text)} else ${hidden(value)} end`;
};

/** The semantic types that there are. */
export interface SemanticTypes {
  readonly types: readonly SemanticType[];
  readonly find: (name: string) => SemanticType | undefined;
}

export const createSemanticTypes = (types: readonly SemanticType[]): SemanticTypes => {
  const byName = new Map(types.map((type) => [type.name, type]));
  if (byName.size !== types.length) throw new Error('a semantic type is registered twice');
  return { types, find: (name) => byName.get(name) };
};
