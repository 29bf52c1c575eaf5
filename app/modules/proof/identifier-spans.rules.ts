/** From when to when something named a person. */
export interface Span {
  readonly kind: string;
  readonly hash: string;
  readonly since: Date;
  readonly until: Date | null;
}

const end = ({ until }: Span) => until?.getTime() ?? Number.POSITIVE_INFINITY;
const byBeginning = (a: Span, b: Span) => {
  const order = a.since.getTime() - b.since.getTime();
  return order === 0 ? (end(a) < end(b) ? -1 : 1) : order;
};

const follows = (one: Span, next: Span) =>
  one.kind === next.kind &&
  one.hash === next.hash &&
  one.until !== null &&
  one.until.getTime() === next.since.getTime();

/**
 * An identifier that goes over to the contact that stands for a person gets a new row at that very moment; it
 * named the same person all the while, so the rows are one span. In order of their beginnings.
 */
export function joinSpans<One extends Span>(rows: readonly One[]): One[] {
  const spans: One[] = [];
  for (const row of rows.toSorted(byBeginning)) {
    const at = spans.findIndex((span) => follows(span, row));
    const before = spans[at];
    if (before) spans[at] = { ...row, since: before.since };
    else spans.push(row);
  }
  return spans;
}
