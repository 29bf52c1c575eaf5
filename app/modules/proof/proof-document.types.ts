/** A piece of a proof on the screen or on paper; both print the same pieces. */
export type ProofBlock =
  | { kind: "text"; text: string }
  /** somebody's exact words */
  | { kind: "quote"; text: string }
  | { kind: "facts"; facts: ProofFact[] };

export interface ProofFact {
  label: string;
  value: string;
}

export interface ProofPart {
  heading: string;
  blocks: ProofBlock[];
}

export interface ProofSection {
  key: "person" | "now" | "past" | "acts" | "wordings" | "messages" | "chain";
  heading: string;
  blocks: ProofBlock[];
  parts: ProofPart[];
}

/** A proof in the words of one language, ready to be laid out. */
export interface ProofDocument {
  language: "de" | "en";
  title: string;
  /** shop, printed when and by whom … */
  head: ProofFact[];
  intro: string;
  sections: ProofSection[];
  /** with `{{page}}` and `{{pages}}` open */
  pageLabel: string;
  /** at the foot of every page, so that a loose leaf finds home */
  footer: string;
}
