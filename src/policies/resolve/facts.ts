/** A node as rules see it. */
export interface NodeFacts {
  readonly name: string;
  readonly kind: string;
}

/** What a policy is resolved for: a node, or the nodes of a stage, which are tried together. */
export interface Facts {
  readonly pipeline: string;
  readonly tags: readonly string[];
  /** None stands for the run as a whole. */
  readonly nodes: readonly NodeFacts[];
}

/** An error as rules see it. */
export interface ErrorFacts {
  readonly fault: string;
  readonly code: string;
}
