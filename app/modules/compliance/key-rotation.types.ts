/** A sealed column whose rows can be opened and sealed anew. */
export interface SealedColumn {
  table: string;
  column: string;
  /** what follows the shop's id in the context, `{column}` standing for the row's own; null: a wrapped data key, bound to its contact's id */
  context: string | null;
}

export interface KeyUse {
  /** first bytes of the key's digest, in hex */
  key: string;
  rows: number;
}

export interface RotationReport {
  /** what this run sealed anew, by table and column */
  resealed: Record<string, number>;
  /** values that no listed key opens; nothing can be done about them */
  unreadable: Record<string, number>;
  /** keys beside the first under which something still stands */
  encryption: KeyUse[];
  lookup: LookupUse[];
}

export interface LookupUse {
  key: string;
  /** people and blocks that are found under it; none of these can be hashed anew */
  identifiers: number;
  erasures: number;
}
