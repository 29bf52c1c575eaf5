import { GraphQLError } from "graphql";

export type PageArgs = {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  /** In a bulk operation: there are no pages. */
  whole?: boolean;
};

const MAX_PAGE = 250;
/** Contract 8: pagination depth. */
const MAX_DEPTH = 25_000;

/**
 * A page of `items` in Shopify's connection shape. Refuses a page above 250, a page without `first` or `last`,
 * cursors that it never gave out and anything beyond 25,000 objects (contract 8).
 */
export function connection<Item extends { id: number | string }>(
  items: Item[],
  args: PageArgs,
  toNode: (item: Item) => object,
): object {
  const { start, end } = pageBounds(items, args);
  const page = items.slice(start, end);
  const [first] = page;
  const last = page.at(-1);
  return {
    nodes: () => page.map(toNode),
    edges: () => page.map((item) => ({ cursor: toCursor(item.id), node: toNode(item) })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: first ? toCursor(first.id) : null,
      endCursor: last ? toCursor(last.id) : null,
    },
  };
}

function pageBounds(items: Array<{ id: number | string }>, args: PageArgs) {
  if (args.whole === true) return { start: 0, end: items.length };
  const size = pageSize(args);
  const low = args.after ? indexOfCursor(items, args.after) + 1 : 0;
  const high = args.before ? indexOfCursor(items, args.before) : items.length;
  const start = args.first ? low : Math.max(low, high - size);
  const end = args.first ? Math.min(high, low + size) : high;
  if (end > MAX_DEPTH) {
    throw new GraphQLError(`Pagination beyond ${MAX_DEPTH} objects is not supported`);
  }
  return { start, end };
}

function pageSize(args: PageArgs): number {
  const size = args.first ?? args.last;
  if (!size) throw badRequest("you must provide one of first or last");
  if (size < 0 || size > MAX_PAGE) {
    throw badRequest(`first and last must be between 1 and ${MAX_PAGE}, got ${size}`);
  }
  return size;
}

export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}

function toCursor(id: number | string): string {
  return Buffer.from(JSON.stringify({ last_id: id })).toString("base64");
}

function indexOfCursor(items: Array<{ id: number | string }>, cursor: string): number {
  const index = items.findIndex((item) => toCursor(item.id) === cursor);
  if (index < 0) throw badRequest("Invalid cursor for current pagination sort.");
  return index;
}
