import { z } from "zod";
import { rankedProduct } from "#app/shared/ranked-product.ts";

const id = z.number().int();

const rankQuery = z.object({
  key: z.string(),
  basket: z.array(z.string()),
  bought: z.array(z.object({ productId: z.string(), at: z.date(), quantity: z.number() })),
  mode: z.enum(["new", "any"]),
  limit: z.number().int().min(0),
  now: z.date(),
});

/** What the thread is asked. Who learns waits for no answer. */
export const threadQuestion = z.discriminatedUnion("task", [
  z.object({ task: z.literal("rank"), id, shopId: z.string(), queries: z.array(rankQuery) }),
  z.object({ task: z.literal("rebuild"), id, shopId: z.string(), now: z.date() }),
  z.object({ task: z.literal("learn"), shopId: z.string(), now: z.date() }),
]);
export type ThreadQuestion = z.infer<typeof threadQuestion>;

export const rankAnswers = z.array(
  z.object({
    key: z.string(),
    products: z.array(rankedProduct),
    model: z
      .object({
        fittedAt: z.date(),
        learnedFrom: z.number(),
        orders: z.number(),
        orderChance: z.number().nullable(),
      })
      .nullable(),
  }),
);

/** What it says. */
export const threadMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("answer"), id, answer: z.unknown() }),
  z.object({ kind: z.literal("failed"), id, problem: z.string() }),
  z.object({
    kind: z.literal("log"),
    level: z.enum(["debug", "info", "warn", "error"]),
    event: z.string(),
    fields: z.record(z.string(), z.unknown()),
  }),
]);
export type ThreadMessage = z.infer<typeof threadMessage>;

/** What it is started with. */
export const threadData = z.object({ databaseUrl: z.string() });
