import type { Generated, Kysely } from 'kysely';

/** The tables of a state store in a database. JSON is kept as text: the database would change numbers and refuse some text. */
export interface Tables {
  readonly entries: {
    readonly space: 'value' | 'checkpoint';
    readonly key: string;
    readonly version: number | string | bigint;
    /** Null where the key was removed; its version stays. */
    readonly value: string | null;
  };
  readonly leases: {
    readonly name: string;
    readonly owner: string;
    readonly token: number | string | bigint;
    readonly expires: Date;
  };
  readonly runs: {
    readonly run_id: string;
    readonly pipeline: string;
    readonly status: string;
    readonly started_at: string;
    readonly entry: string;
  };
  readonly statistics: {
    readonly id: Generated<number>;
    readonly pipeline: string;
    readonly node: string;
    readonly kind: string;
    readonly run_id: string;
    readonly at: string;
    readonly bytes: number;
    readonly rows: number;
    readonly seconds: number;
    readonly outcome: string;
    readonly partition_count: number | null;
    readonly partition_bytes: number | null;
    readonly partition_seconds: number | null;
  };
}

export type Database = Kysely<Tables>;
