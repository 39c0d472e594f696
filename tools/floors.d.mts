/** What the check of the floors read and found. */
export interface FloorsResult {
  readonly read: number;
  readonly expected: number;
  readonly violations: readonly string[];
}

export declare const checkFloors: (root: string) => Promise<FloorsResult>;

export declare const complaints: (result: FloorsResult) => readonly string[];
