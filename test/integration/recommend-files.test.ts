import { spawn } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

const ENTRY = join(import.meta.dirname, "../../app/cli/recommend.ts");
const HEADER = "order_id,customer_id,ordered_at,product_id,quantity,price";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "beckon-recommend-"));
});

function rows(): string[] {
  const pairs = [
    ["pot", "lid"],
    ["sock", "shoe"],
  ] as const;
  return pairs.flatMap(([first, second], kind) =>
    Array.from({ length: 12 }, (_, n) => {
      const day = String(n + 1).padStart(2, "0");
      return [
        `${kind}a${n},c${kind}-${n},2026-03-${day}T10:00:00Z,${first},1,10`,
        `${kind}b${n},c${kind}-${n},2026-04-${day}T10:00:00Z,${second},1,40`,
      ];
    }).flat(),
  );
}

const answerSchema = z.strictObject({
  id: z.string(),
  products: z.array(
    z.strictObject({
      id: z.string(),
      score: z.number(),
      probability: z.number().gt(0).lt(1),
      reason: z.string(),
    }),
  ),
  send: z.boolean(),
});

interface Run {
  code: number | null;
  stderr: string;
  answers: z.infer<typeof answerSchema>[];
}

async function recommend(
  files: { orders: string | Buffer; queries: string },
  more: string[] = [],
): Promise<Run> {
  const orders = join(folder, "orders.csv");
  const queries = join(folder, "questions.jsonl");
  const out = join(folder, "answers.jsonl");
  await writeFile(orders, files.orders);
  await writeFile(queries, files.queries);
  const named = ["--orders", orders, "--queries", queries, "--out", out];
  const child = spawn(process.execPath, [ENTRY, ...named, ...more]);
  let stderr = "";
  child.stderr.on("data", (part) => (stderr += String(part)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const text = await readFile(out, "utf8").catch(() => "");
  const answers = text
    .split("\n")
    .filter(Boolean)
    .map((line) => answerSchema.parse(JSON.parse(line)));
  return { code, stderr, answers };
}

const ask = (id: string, basket: string[], mode = "new") =>
  JSON.stringify({ id, customerId: null, basket, mode });

describe("npm run recommend", () => {
  test("answers every question in its order, with reason and chance", async () => {
    const run = await recommend({
      orders: [HEADER, ...rows()].join("\n"),
      queries: [ask("q1", ["pot"]), ask("q2", ["sock"]), ask("q3", ["unheard of"])].join("\n"),
    });
    expect(run.stderr).toContain("48 rows read, 48 used");
    expect(run.code).toBe(0);
    expect(run.answers.map((one) => one.id)).toEqual(["q1", "q2", "q3"]);
    const first = run.answers.map((one) => one.products[0]?.id);
    expect(first.slice(0, 2)).toEqual(["lid", "shoe"]);
    expect(first[2]).toBeDefined();
    expect(run.answers[0]?.products[0]?.reason).toBe("often bought by those who bought pot");
  });

  test("knows a customer's purchases, and reads nothing at or after the given day", async () => {
    const queries = JSON.stringify({ id: "q", customerId: "c0-0", mode: "any" });
    const orders = [HEADER, ...rows()].join("\n");
    const all = await recommend({ orders, queries });
    expect(all.answers[0]?.products.map((one) => one.id)).toContain("lid");
    const until = await recommend({ orders, queries }, ["--until", "2026-04-01"]);
    expect(until.stderr).toContain("24 rows not used: later");
    expect(until.answers[0]?.products.map((one) => one.id)).not.toContain("lid");
  });

  test("knows a product of a question however it is written", async () => {
    const orders = [HEADER, ...rows()].join("\n");
    const run = await recommend({ orders, queries: ask("q", [" POT ", "pot", "nothing"]) });
    expect(run.answers[0]?.products[0]?.id).toBe("lid");
  });

  test("takes the last purchase for one, also when a row of it is missing or it came in two orders", async () => {
    const week = ["a", "b", "c", "d"].map((id) => `x1,ann,2026-04-28T10:00:00Z,${id},1,5`);
    const later = ["e", "f"].map((id) => `x2,ann,2026-04-28T18:00:00Z,${id},1,5`);
    const orders = [HEADER, ...rows(), ...week, ...later].join("\n");
    const question = (id: string, basket: string[]) =>
      JSON.stringify({ id, customerId: "ann", basket, mode: "any" });
    const queries = [
      question("as in the file", ["e", "f"]),
      question("the whole day", ["a", "b", "c", "d", "e", "f"]),
      question("a row less", ["a", "b", "c", "e", "f"]),
      question("not told", []),
      question("something else", ["pot"]),
    ].join("\n");
    const { answers } = await recommend({ orders, queries });
    const [first, ...others] = answers.map(({ products }) => JSON.stringify(products));
    expect(others.slice(0, 3)).toEqual([first, first, first]);
    expect(others[3]).not.toBe(first);
  });

  test("reads a file without prices, and never finds a message of it worth its price", async () => {
    const orders = [HEADER, ...rows().map((row) => row.replace(/[^,]*$/, ""))].join("\n");
    const run = await recommend({ orders, queries: ask("q1", ["pot"]) });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("48 rows read, 48 used");
    expect(run.answers[0]).toMatchObject({ send: false });
    expect(run.answers[0]?.products[0]?.id).toBe("lid");
  });

  test("reads the Online Retail file's header and habits, with both kinds of dates", async () => {
    const header =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
    const line = (n: number, code: string, date: string) =>
      `${n},${code},"A ""THING"", BIG",1,${date},2.5,${17_000 + (n % 12)}.0,United Kingdom`;
    const clean = Array.from({ length: 12 }, (_, n) => [
      line(n, "85123a", `2011-03-${String(n + 1).padStart(2, "0")} 10:00:00`),
      line(n + 12, "22", `4/${n + 13}/2011 9:00`),
    ]).flat();
    const dirty = [
      "C9,22,,-1,2011-03-01 10:00:00,2.5,17001,France",
      "600,POST,POSTAGE,1,2011-03-01 10:00:00,18,17001,France",
      "601,M,Manual,1,2011-03-01 10:00:00,18,17001,France",
      "602,22,,1,2011-03-01 10:00:00,0,17001,France",
      "603,22,,1,2011-03-01 10:00:00,2.5,,France",
    ];
    const orders = [header, ...dirty, ...clean].join("\n");
    const query = JSON.stringify({ id: "q", customerId: 99, basket: ["85123A"], mode: "new" });
    const run = await recommend({ orders, queries: query });
    for (const told of [
      "29 rows read, 25 used",
      "1 rows not used: cancelled",
      "2 rows not used: service",
      "1 rows not used: free",
      "1 used rows name no customer",
    ]) {
      expect(run.stderr).toContain(told);
    }
    expect(run.answers[0]?.products[0]?.id).toBe("22");
  });

  test("counts and names dirty rows, in a compressed file with semicolons and a byte order mark", async () => {
    const dirt = [
      "C1;c1;2026-03-01;;1;10",
      "d2;c1;never;pot;1;10",
      "d3;c1;2026-03-01;pot;many;10",
      "d4;c1;2026-03-01;pot;-2;10",
      "d5;c1;2026-03-01;pot;1;0",
      "d6;;2026-03-01;pot;1;9,5",
      `d7;c1;2026-03-01;${"x".repeat(1e6)};1;10`,
      "",
      "d8;c1",
    ];
    const clean = rows().map((row) => row.replaceAll(",", ";"));
    const file = ["\uFEFF" + HEADER.replaceAll(",", ";"), ...dirt, ...clean].join("\r\n");
    const run = await recommend({ orders: gzipSync(file), queries: ask("q1", ["pot"]) });
    for (const told of [
      "1 rows not used: no product",
      "1 rows not used: bad date",
      "1 rows not used: bad number",
      "1 rows not used: returned",
      "1 rows not used: free",
      "2 rows not used: bad row",
      "line 3: bad date",
      "line 4: bad number",
      "1 used rows name no customer",
    ]) {
      expect(run.stderr).toContain(told);
    }
    expect(run.answers[0]?.products[0]?.id).toBe("lid");
  });

  test("names the lines of the file, also after empty ones and cells of several lines", async () => {
    const dirt = ["", 'd1,c1,2026-03-01,"a\nb",1,9', "", "d2,c1,never,pot,1,10"];
    const orders = [HEADER, ...dirt, ...rows()].join("\n");
    const run = await recommend({ orders, queries: ask("q1", ["pot"]) });
    expect(run.stderr).toContain("50 rows read, 49 used");
    expect(run.stderr).toContain("line 6: bad date");
  });

  test("loses nothing to a quote that nobody closed", async () => {
    const dirt = ['d1,c1,2026-03-01,"19" rack,1,9', "d2,c1,never,pot,1,10"];
    const orders = [HEADER, ...dirt, ...rows()].join("\n");
    const run = await recommend({ orders, queries: ask("q1", ["pot"]) });
    expect(run.stderr).toContain("50 rows read, 49 used");
    expect(run.stderr).toContain("line 3: bad date");
  });

  test("takes no mistyped year for the present", async () => {
    const orders = [HEADER, ...rows(), "d1,c1,2087-03-01,pot,1,9"].join("\n");
    const run = await recommend({ orders, queries: ask("q1", ["pot"]) });
    expect(run.stderr).toContain("line 50: in the future");
    expect(run.answers[0]?.products[0]?.id).toBe("lid");
  });

  test("takes a file that lies in the future as it is", async () => {
    const orders = [HEADER, ...rows()].join("\n").replaceAll("2026-0", "2087-0");
    const run = await recommend({ orders, queries: ask("q1", ["pot"]) });
    expect(run.stderr).toContain("48 rows read, 48 used");
    expect(run.answers[0]?.products[0]?.id).toBe("lid");
  });

  test("knows what goes together in a shop that knows none of its customers", async () => {
    const baskets = rows().flatMap((_, n) =>
      (n % 2 === 0 ? ["pot", "lid"] : ["sock", "shoe"]).map((id) => `o${n},,2026-03-01,${id},1,9`),
    );
    const orders = [HEADER, ...baskets].join("\n");
    const run = await recommend({ orders, queries: ask("q1", ["pot"]) });
    expect(run.answers[0]?.products[0]).toMatchObject({
      id: "lid",
      reason: "often bought by those who bought pot",
    });
  });

  test("tells which question cannot be read, and answers the others", async () => {
    const queries = [ask("q1", ["pot"]), "{broken", '{"id":"q3","mode":"odd"}'].join("\n");
    const run = await recommend({ orders: [HEADER, ...rows()].join("\n"), queries });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("question in line 2 is not JSON");
    expect(run.stderr).toContain("question in line 3 mode");
    expect(run.answers.map((one) => one.id)).toEqual(["q1"]);
  });

  test.each([
    ["another header", "a,b\n1,2", "must be"],
    ["no rows", HEADER, "No row of the orders file can be used"],
    ["nothing", "", "The orders file is empty"],
    ["only damage", `${HEADER}\n1,2,never,pot,1,1`, "No row of the orders file can be used"],
    ["its end cut off", gzipSync(`${HEADER}\n${rows().join("\n")}`).subarray(0, 100), "cut off"],
    ["another encoding", Buffer.from(`\uFEFF${HEADER}\n`, "utf16le"), "no text in UTF-8"],
  ])("ends with an error in words for a file with %s", async (_, orders, told) => {
    const run = await recommend({ orders, queries: ask("q1", ["pot"]) });
    expect(run.code).not.toBe(0);
    expect(run.stderr).toContain(told);
  });

  test.each([
    ["--queries", "nowhere.jsonl", "There is no file at nowhere.jsonl"],
    ["--orders", ".", "There is no file at ."],
    ["--out", "nowhere/answers.jsonl", "The answers cannot be written to nowhere/answers.jsonl"],
    ["--out", ENTRY, "would overwrite"],
  ])("says before the work that %s %s leads nowhere", async (option, path, told) => {
    const named = ["--orders", ENTRY, "--queries", ENTRY, "--out", join(folder, "out.jsonl")];
    const child = spawn(process.execPath, [ENTRY, ...named, option, path]);
    let stderr = "";
    child.stderr.on("data", (part) => (stderr += String(part)));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(1);
    expect(stderr).toContain(told);
    expect(stderr).not.toContain("Reading");
  });

  test("says which options are missing or wrong", async () => {
    const child = spawn(process.execPath, [ENTRY, "--top", "none"]);
    let stderr = "";
    child.stderr.on("data", (part) => (stderr += String(part)));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).not.toBe(0);
    expect(stderr).toContain("--orders is missing");
    expect(stderr).toContain("--top must be a whole number");
  });
});
