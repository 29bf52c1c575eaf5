import { parseArgs } from "node:util";
import { z } from "zod";
import { readDate } from "#app/modules/recommendations/order-line.rules.ts";

export const USAGE = `npm run recommend -- --orders ORDERS.csv --queries QUERIES.jsonl --out ANSWERS.jsonl
  --orders         order lines, plain or .gz, header order_id,customer_id,ordered_at,product_id,quantity,price
                   (or that of the Online Retail data set)
  --queries        one JSON object a line: {"id":"q1","customerId":"123","basket":["p1"],"mode":"new"}
  --out            where the answers go, one a line, in the same order
  --top            how many products per answer, default 10
  --until          rows at or after this date are not read, for example 2011-09-09
  --margin         share of a price that you earn, default 0.3
  --message-price  what one message costs, in the unit of the prices, default 0.11`;

/** What stands on the command line is wrong: how it is used says more. */
export class ArgumentsError extends Error {}

const positive = (name: string, fallback: number, most: number) =>
  z.coerce
    .number({ error: `--${name} must be a number above 0` })
    .positive({ error: `--${name} must be a number above 0` })
    .max(most, { error: `--${name} is ${most} at most` })
    .default(fallback);

const schema = z.object({
  orders: z.string({ error: "--orders is missing: name the file with the order lines" }),
  queries: z.string({ error: "--queries is missing: name the file with the questions" }),
  out: z.string({ error: "--out is missing: name the file for the answers" }),
  top: z.coerce
    .number({ error: "--top must be a whole number from 1 to 1000" })
    .int()
    .min(1)
    .max(1000)
    .default(10),
  until: z
    .string()
    .transform((text) => readDate(text, "month_first"))
    .refine((at) => at !== null, { error: "--until must be a date, for example 2011-09-09" })
    .optional(),
  margin: positive("margin", 0.3, 1),
  "message-price": positive("message-price", 0.11, 1_000),
});

export type RecommendArguments = z.infer<typeof schema>;

const text = { type: "string" } as const;
const options = {
  orders: text,
  queries: text,
  out: text,
  top: text,
  until: text,
  margin: text,
  "message-price": text,
};

function valuesIn(argv: string[]) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: false }).values;
  } catch (error) {
    throw new ArgumentsError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws ArgumentsError with one line per thing that is wrong */
export function readArguments(argv: string[]): RecommendArguments {
  const values = valuesIn(argv);
  const read = schema.safeParse(values);
  if (read.success) return read.data;
  throw new ArgumentsError(read.error.issues.map((issue) => issue.message).join("\n"));
}
