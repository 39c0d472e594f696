/** A column as quarantine keeps it. */
export interface KeptColumn {
  readonly name: string;
  /** Whether its values are JSON; all others are text. */
  readonly isJson: boolean;
}

/** What stands in the line that a contract writes of a row. */
export interface LineContent {
  readonly rules: readonly object[];
  readonly columns: readonly KeptColumn[];
  /** Columns that stand in the line in plain form too. */
  readonly plain: readonly string[];
}

/** So many rules make a field, each a bit that is set where the rule is broken. */
export const RULES_A_FIELD = 31;

/** Where each part of the line stands: it is a JSON list of texts, and places in a list are numbered from 1. */
export interface LinePlaces {
  readonly goesOn: number;
  readonly file: number;
  readonly record: number;
  readonly rules: (rule: number) => { readonly field: number; readonly bit: number };
  readonly column: (index: number) => number;
  readonly plain: (index: number) => number;
}

export const linePlaces = ({ rules, columns }: LineContent): LinePlaces => {
  const fields = Math.ceil(rules.length / RULES_A_FIELD);
  const ahead = 3;
  return {
    goesOn: 1,
    file: 2,
    record: 3,
    rules: (rule) => ({
      field: ahead + 1 + Math.floor(rule / RULES_A_FIELD),
      bit: 2 ** (rule % RULES_A_FIELD),
    }),
    column: (index) => ahead + fields + 1 + index,
    plain: (index) => ahead + fields + columns.length + 1 + index,
  };
};
