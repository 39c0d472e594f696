/**
 * The parts that a node with a contract, or one that merges, is made of stand in the graph under names of their own. No output of a node
 * can be called like them: they hold a space.
 */
const RAW = '.as read';
const CAST = '.as typed';
const ROWS = '.as given';
const AGE = '.as dated';
const BEFORE = '.as before';

/** The node itself, before its contract. */
export const rawName = (node: string): string => `${node}${RAW}`;

/** A reading node with its columns cast to the types of the contract. */
export const castName = (node: string): string => `${node}${CAST}`;

/** The input of a writing node, after its contract. */
export const rowsName = (node: string): string => `${node}${ROWS}`;

/** The check of how old the rows of a node are. */
export const ageName = (node: string): string => `${node}${AGE}`;

/** What is in the target of a writing node already. */
export const beforeName = (node: string): string => `${node}${BEFORE}`;

/** The node of the document that a part belongs to; an output of a node, `routed.eu`, is not a part. */
export const wholeName = (name: string): string =>
  name.replace(/(\.as (read|typed|given|dated|before))+$/, '');

const PORT = '.quarantined';

/** The output of a node by which the rows that broke its contract are read. */
export const quarantinePort = (node: string): string => `${node}${PORT}`;
