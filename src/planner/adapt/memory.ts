import { aboutBytes } from '../../base/number-text.js';
import type { Decision } from '../../kit/index.js';
import type { Held } from './estimate.js';

/** What there is to hold rows in. */
export interface Room {
  /** Bytes that the engine may use. */
  readonly memory: number;
  /** Bytes that are free where it spills; absent where that is not known. */
  readonly disk?: number;
}

/** Whether rows are held in memory or spilled, and whether there is room for them. */
export interface MemoryDecision {
  readonly decision: Decision;
  readonly isShort: boolean;
}

const roomText = (spilled: number, disk: number | undefined): string => {
  if (disk === undefined) return '';
  const free = `, and ${aboutBytes(disk)} are free where it spills`;
  return spilled > disk ? `${free}, which is too little` : free;
};

/** Pure: from what a node holds, and the room that there is, to where it is held. */
export const decideMemory = ({ kind, bytes, isMost }: Held, { memory, disk }: Room): MemoryDecision => {
  const size = `${isMost ? 'at most ' : ''}about ${aboutBytes(bytes)}`;
  const evidence = `${kind} holds ${size} by the sizes of files and types of columns; ${aboutBytes(memory)} of memory may be used`;
  if (bytes <= memory) {
    return {
      isShort: false,
      decision: { about: 'memory', action: 'proceed', chosen: 'in memory', evidence, alternatives: [] },
    };
  }
  return {
    isShort: disk !== undefined && bytes > disk,
    decision: {
      about: 'memory',
      action: 'proceed',
      chosen: `${isMost ? 'may spill' : 'spills'} to disk, ${size}`,
      evidence: `${evidence}${roomText(bytes, disk)}`,
      alternatives: ['in memory, with more of it (resources: memory)'],
    },
  };
};
