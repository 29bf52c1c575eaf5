/** Shopify's search syntax: terms, AND (also by white space), OR, NOT, "-", parentheses, quotes, comparators. */
export type Comparator = ":" | ":<" | ":<=" | ":>" | ":>=";
export type Term = {
  kind: "term";
  /** null: free text over several fields. */
  field: string | null;
  comparator: Comparator;
  value: string;
};
export type SearchNode =
  Term | { kind: "and" | "or"; parts: SearchNode[] } | { kind: "not"; part: SearchNode };

type Token = { kind: "(" | ")" | "AND" | "OR" | "NOT" } | { kind: "term"; term: Term };

/** Parses a search string; null for an empty one, which matches everything. */
export function parseSearch(text: string): SearchNode | null {
  const tokens = tokenize(text);
  if (tokens.length === 0) return null;
  const reader = { tokens, at: 0 };
  const parts = [readOr(reader)];
  while (reader.at < tokens.length) {
    reader.at++;
    if (reader.at < tokens.length) parts.push(readOr(reader));
  }
  return joined("and", parts);
}

type Reader = { tokens: Token[]; at: number };

function readOr(reader: Reader): SearchNode {
  const parts = [readAnd(reader)];
  while (reader.tokens[reader.at]?.kind === "OR") {
    reader.at++;
    parts.push(readAnd(reader));
  }
  return joined("or", parts);
}

function readAnd(reader: Reader): SearchNode {
  const parts: SearchNode[] = [];
  for (;;) {
    const kind = reader.tokens[reader.at]?.kind;
    if (kind === undefined || kind === "OR" || kind === ")") return joined("and", parts);
    if (kind === "AND") reader.at++;
    else parts.push(readOne(reader));
  }
}

function readOne(reader: Reader): SearchNode {
  const token = reader.tokens[reader.at++];
  if (token?.kind === "NOT") return { kind: "not", part: readOne(reader) };
  if (token?.kind === "(") {
    const inner = readOr(reader);
    if (reader.tokens[reader.at]?.kind === ")") reader.at++;
    return inner;
  }
  return token?.kind === "term" ? token.term : { kind: "and", parts: [] };
}

function joined(kind: "and" | "or", parts: SearchNode[]): SearchNode {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
}

const PIECE =
  /\s*(?:([()])|(AND|OR|NOT)(?=[\s(]|$)|(-)?(?:([A-Za-z_][\w.]*)(:(?:<=|>=|<|>)?))?\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:\\.|[^\s()])+)))/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const piece = new RegExp(PIECE);
  for (let match = piece.exec(text); match; match = piece.exec(text)) {
    const [, bracket, word, minus, field, comparator, quoted, single, bare] = match;
    if (bracket === "(" || bracket === ")") tokens.push({ kind: bracket });
    else if (word === "AND" || word === "OR" || word === "NOT") tokens.push({ kind: word });
    else {
      if (minus) tokens.push({ kind: "NOT" });
      const value = (quoted ?? single ?? bare ?? "").replaceAll(/\\(.)/g, "$1");
      tokens.push({ kind: "term", term: makeTerm(field ?? null, comparator, value) });
    }
  }
  return tokens;
}

function makeTerm(field: string | null, comparator: string | undefined, value: string): Term {
  return { kind: "term", field, comparator: toComparator(comparator), value };
}

function toComparator(text: string | undefined): Comparator {
  if (text === ":<" || text === ":<=" || text === ":>" || text === ":>=") return text;
  return ":";
}

/** All terms of a search, for warnings. */
export function termsOf(node: SearchNode | null): Term[] {
  if (!node) return [];
  if (node.kind === "term") return [node];
  if (node.kind === "not") return termsOf(node.part);
  return node.parts.flatMap(termsOf);
}
