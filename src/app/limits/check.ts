import { type Problem, problem } from '../../base/errors/index.js';
import { aboutBytes } from '../../base/number-text.js';
import type { ContainerRecord, EngineLimits } from '../../kit/index.js';
import type { ParsedDocument } from '../../spec/index.js';

/** An engine that is told to take all that its container has, or more, is ended by the system before it spills. */
export const checkContainer = (
  { source }: ParsedDocument,
  {
    limits: { memory = 0 },
    container,
  }: { readonly limits: EngineLimits; readonly container?: ContainerRecord },
): readonly Problem[] => {
  const most = container?.memory;
  if (!most || memory < most.value) return [];
  const place = source.keyPlace(['resources', 'memory']);
  const has = `the container has ${aboutBytes(most.value)}`;
  return [
    problem('MR7401', `the engine is to take ${aboutBytes(memory)}, and ${has}`, {
      severity: 'warning',
      notes: [`said by ${most.file}`, 'the system ends a run that takes more'],
      ...(place ? { place } : {}),
    }),
  ];
};
