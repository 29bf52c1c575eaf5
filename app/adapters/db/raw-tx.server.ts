import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import { Prisma } from "#app/generated/prisma/client.ts";

/** The connection on which one transaction of Prisma's runs; null before it has begun and after it is over. */
interface Running {
  client: pg.PoolClient | null;
}

const running = new AsyncLocalStorage<Running>();

/** A pool that tells the transaction which asked for a connection which one it got. */
export class WatchedPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (
      error: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: Error | boolean) => void,
    ) => void,
  ): void;
  override connect(callback?: Parameters<pg.Pool["connect"]>[0]): Promise<pg.PoolClient> | void {
    if (callback) return super.connect(callback);
    const asking = running.getStore();
    return super.connect().then((client) => (asking ? watched(client, asking) : client));
  }
}

function watched(client: pg.PoolClient, asking: Running): pg.PoolClient {
  asking.client = client;
  const release = client.release.bind(client);
  client.release = (error) => {
    if (asking.client === null) return; // given back already
    asking.client = null; // a statement that comes too late must not run in somebody else's transaction
    release(error);
  };
  return client;
}

/** As Prisma reads a row: 64-bit integers as bigint, dates at midnight UTC; the rest as the driver does. */
const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const PARSERS = new Map<number, (text: string) => unknown>([
  [INT8, BigInt],
  [INT8_ARRAY, (text) => (text === "{}" ? [] : text.slice(1, -1).split(",").map(BigInt))],
  [DATE, (text) => new Date(`${text}T00:00:00Z`)],
]);
function parserOf(oid: number, format?: "text" | "binary"): (text: string) => unknown {
  const own = format === "binary" ? undefined : PARSERS.get(oid);
  // eslint-disable-next-line typescript/no-unsafe-return -- the driver's parsers give any
  return own ?? pg.types.getTypeParser(oid, format);
}
const TYPES: pg.CustomTypesConfig = { getTypeParser: parserOf };

/** The driver would write a moment in the process's zone; "date" columns would then take its day. */
function parameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (!Array.isArray(value)) return value;
  const first: unknown = value.find((one) => one !== null); // an array has one type
  return first instanceof Date ? value.map(parameter) : value;
}

function statementOf(query: TemplateStringsArray | Prisma.Sql, values: unknown[]): Prisma.Sql {
  return query instanceof Prisma.Sql ? query : new Prisma.Sql([...query], values);
}

/**
 * Prisma's transaction with its raw statements handed straight to the driver, on the same connection:
 * for a batch of two hundred rows Prisma's own way there costs more than the statement does.
 */
function direct(tx: Prisma.TransactionClient, on: Running): Prisma.TransactionClient {
  const run = async (query: TemplateStringsArray | Prisma.Sql, values: unknown[]) => {
    const { text, values: flat } = statementOf(query, values);
    if (on.client === null) throw new Error("The transaction is over");
    const config = { text, values: flat.map(parameter), types: TYPES };
    return on.client.query<Record<string, unknown>>(config);
  };
  const raw = {
    $queryRaw: async (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await run(query, values)).rows,
    $executeRaw: async (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await run(query, values)).rowCount ?? 0,
  };
  return new Proxy(tx, {
    get: (target, name): unknown =>
      name === "$queryRaw" || name === "$executeRaw" ? raw[name] : Reflect.get(target, name),
  });
}

/**
 * Runs one of Prisma's transactions so that `work` gets the direct way for raw statements. A connection
 * that broke on the way cannot be rolled back, and then Prisma keeps it: a few restarts of the database
 * would use the pool up. What is not given back by the end is thrown away.
 */
export function withRawStatements<T>(
  begin: (work: (tx: Prisma.TransactionClient) => Promise<T>) => Promise<T>,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  const on: Running = { client: null };
  const done = running.run(on, () => begin((tx) => running.exit(() => work(direct(tx, on)))));
  return done.finally(() => on.client?.release(true));
}
