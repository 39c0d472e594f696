import { type Binder, quoted, type Schema } from '../../kit/index.js';
import type { Session } from './session.js';

const createView = async (session: Session, name: string, schema: Schema): Promise<string> => {
  const columns = schema.map(({ name: column, type }) => `null::${type} as ${quoted(column)}`);
  await session.rows(`create temp view ${quoted(name)} as select ${columns.join(', ')}`);
  return name;
};

/**
 * One row of nulls for each schema, made when it is first asked for. Views, since binding makes one for nearly every
 * node, and a table takes twice as long to make.
 */
export const createRelations = (session: Session): Binder['relation'] => {
  const views = new Map<string, Promise<string>>();
  return async (alias, schema) => {
    const key = JSON.stringify(schema);
    const view = views.get(key) ?? createView(session, `__bind_${views.size + 1}`, schema);
    views.set(key, view);
    return { kind: 'relation', alias, name: await view, schema };
  };
};
