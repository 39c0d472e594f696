import { type Finding, findColumn } from '../../../kit/index.js';
import { duplicates } from '../../shared/findings.js';
import { outputsOf } from './rows.js';
import { type Shape, shapeOf, type Unnesting } from './shape.js';

const wrongForm = ({ config, input }: Unnesting): readonly Finding[] => {
  const column = findColumn(input.schema, config.column.name);
  if (!column) return [];
  const message = `"${column.name}" is ${column.type}, which has neither elements nor fields`;
  return [{ code: 'MR2107', message, path: ['column'], notes: ['name a column of lists, maps or objects'] }];
};

const wrongFields = ({ config }: Unnesting, { column, form, fields }: Shape): readonly Finding[] => {
  if (config.fields && !fields) {
    const message = `the elements of "${column.name}" (${column.type}) are no objects and have no fields`;
    return [{ code: 'MR2107', message, path: ['fields'], notes: ['leave `fields` out'] }];
  }
  if (!config.fields && form === 'object') {
    const message = `"${column.name}" (${column.type}) is an object, not a list`;
    return [
      { code: 'MR2107', message, path: ['column'], notes: ['`fields: true` makes columns of its fields'] },
    ];
  }
  return [];
};

/** A setting that would be without effect. */
const idle = ({ config }: Unnesting, { form }: Shape): readonly Finding[] => {
  const useless = (key: 'as' | 'position', why: string): readonly Finding[] =>
    config[key] === undefined
      ? []
      : [{ code: 'MR1023', message: `\`${key}\` has no effect: ${why}`, path: [key] }];
  return [
    ...(config.fields ? useless('as', 'the fields take their own names') : []),
    ...(form === 'object' ? useless('position', 'an object has no elements') : []),
  ];
};

const pathOf = ({ config }: Unnesting, name: string): readonly string[] => {
  if (name === config.position) return ['position'];
  return name === config.as ? ['as'] : ['column'];
};

/** A column that has no elements, settings that do not fit it, and names that are taken. */
export const faultsIn = (unnesting: Unnesting): readonly Finding[] => {
  const shape = shapeOf(unnesting);
  if (!shape) return wrongForm(unnesting);
  const faults = [...wrongFields(unnesting, shape), ...idle(unnesting, shape)];
  if (faults.length > 0) return faults;
  return duplicates(outputsOf(unnesting).map(({ name }) => ({ name, path: pathOf(unnesting, name) })));
};
