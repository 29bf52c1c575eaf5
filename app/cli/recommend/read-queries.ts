import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";

const querySchema = z.object({
  id: z.union([z.string(), z.number().transform(String)]),
  customerId: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .transform((id) => id ?? null),
  basket: z
    .array(z.union([z.string(), z.number().transform(String)]))
    .nullish()
    .transform((ids) => ids ?? []),
  mode: z.enum(["new", "any"]).default("new"),
});
export type Query = z.infer<typeof querySchema>;

export type ReadQuery = { query: Query } | { line: number; problem: string };

function readLine(text: string, line: number): ReadQuery {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { line, problem: "is not JSON" };
  }
  const read = querySchema.safeParse(json);
  if (read.success) return { query: read.data };
  const [issue] = read.error.issues;
  return { line, problem: `${issue?.path.join(".") || "the line"}: ${issue?.message ?? "wrong"}` };
}

/** Questions line by line; a line that cannot be read is told, not skipped in silence. */
export async function* readQueries(path: string): AsyncGenerator<ReadQuery> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  let number = 0;
  for await (const text of lines) {
    number += 1;
    const trimmed = text.replace(/^\uFEFF/, "").trim();
    if (trimmed !== "") yield readLine(trimmed, number);
  }
}
