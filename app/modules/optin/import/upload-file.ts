import { randomUUID } from "node:crypto";
import type { Deps } from "#app/ports/deps.ts";
import { guessColumns, separatorOf } from "./columns.rules.ts";
import { encodingOfStart, utf8Checker } from "./encoding.rules.ts";
import { fileBytes, nameContext, sealPart } from "./import-file.ts";
import { cleanCell } from "./import-row.rules.ts";
import { countParts, findRun, insertRun, moveRun, writePart } from "./import.store.server.ts";
import { type FileProblem, mappingSchema, MOST_PARTS, PART_BYTES } from "./import.types.ts";
import { readRecords, UnreadableFile } from "./read-records.ts";

/** Begins an import; its file comes in parts, each sealed as it comes. */
export async function beginImport(deps: Deps, shopId: string, name: string): Promise<string> {
  const importId = randomUUID();
  const fileName = deps.vault.seal(name.slice(0, 200), nameContext({ shopId, importId }));
  const createdAt = deps.clock.now();
  await deps.db.inShop(shopId, (tx) =>
    insertRun(tx, { id: importId, shopId, fileName, createdAt }),
  );
  return importId;
}

/** Keeps one part. False when it is too large, too many, or the upload is over. */
export async function addPart(
  deps: Deps,
  target: { shopId: string; importId: string },
  part: { part: number; bytes: Uint8Array },
): Promise<boolean> {
  const isFit = part.part >= 0 && part.part < MOST_PARTS && part.bytes.byteLength <= PART_BYTES;
  if (!isFit || !Number.isInteger(part.part) || part.bytes.byteLength === 0) return false;
  return deps.db.inShop(target.shopId, async (tx) => {
    const run = await findRun(tx, target);
    if (run?.state !== "uploading") return false;
    await writePart(tx, target, { part: part.part, body: sealPart(deps, target, part) });
    return true;
  });
}

/** The header of a file, from its first part. */
async function headerOf(first: Uint8Array): Promise<{ header: string[]; delimiter: string }> {
  const isUtf8 = utf8Checker()(first, false);
  const text = new TextDecoder(
    encodingOfStart(first) ?? (isUtf8 ? "utf-8" : "windows-1252"),
  ).decode(first);
  if (text.includes("\0")) throw new UnreadableFile("not_text");
  const [line = ""] = text.split(/\r\n?|\n/, 1);
  const delimiter = separatorOf(line);
  const only = async function* () {
    yield line;
  };
  for await (const { cells } of readRecords(only(), delimiter)) {
    const header = cells.map((cell) => cleanCell(cell).slice(0, 80));
    if (header.length < 2) throw new UnreadableFile("no_columns");
    return { header, delimiter };
  }
  throw new UnreadableFile("empty");
}

async function firstBytes(
  deps: Deps,
  target: { shopId: string; importId: string },
): Promise<Uint8Array> {
  for await (const { bytes } of fileBytes(deps, target, 1)) return bytes;
  throw new UnreadableFile("empty");
}

export type UploadEnd = { ok: true } | { ok: false; problem: FileProblem | "incomplete" };

/** Ends an upload once all parts are there: the columns are known now, and what they may be. */
export async function endUpload(
  deps: Deps,
  target: { shopId: string; importId: string },
  told: { parts: number; bytes: number },
): Promise<UploadEnd> {
  const { shopId } = target;
  const there = await deps.db.inShop(shopId, (tx) => countParts(tx, target));
  if (there !== told.parts || there === 0) {
    return { ok: false, problem: told.bytes === 0 ? "empty" : "incomplete" };
  }
  const at = deps.clock.now();
  try {
    const { header, delimiter } = await headerOf(await firstBytes(deps, target));
    const columns = deps.vault.seal(JSON.stringify(header), nameContext(target));
    const facts = { parts: there, bytes: BigInt(told.bytes), delimiter, columns };
    const mapping = mappingSchema.parse({ columns: guessColumns(header) });
    const move = { from: ["uploading" as const], to: "ready" as const, at, facts, mapping };
    await deps.db.inShop(shopId, (tx) => moveRun(tx, target, move));
    return { ok: true };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { problem } = error;
    const move = { from: ["uploading" as const], to: "failed" as const, at, problem };
    await deps.db.inShop(shopId, (tx) => moveRun(tx, target, move));
    return { ok: false, problem };
  }
}
