import { createHash } from "node:crypto";
import type { Deps } from "#app/ports/deps.ts";
import { type Encoding, encodingOfStart, encodings, utf8Checker } from "./encoding.rules.ts";
import { type ImportRun, readPart } from "./import.store.server.ts";
import { UnreadableFile } from "./read-records.ts";

interface Target {
  shopId: string;
  importId: string;
}

export function partContext({ shopId, importId }: Target, part: number): string {
  return `${shopId}:import:${importId}:${part}`;
}

export function nameContext({ shopId, importId }: Target): string {
  return `${shopId}:import:${importId}:name`;
}

/** The vault opens to text, and a file is bytes. */
export function sealPart(deps: Deps, target: Target, part: { part: number; bytes: Uint8Array }) {
  const text = Buffer.from(part.bytes).toString("base64");
  return deps.vault.seal(text, partContext(target, part.part));
}

/** The bytes of a file, part by part: one at a time is held. */
export async function* fileBytes(
  deps: Deps,
  target: Target,
  parts: number,
): AsyncGenerator<{ bytes: Uint8Array; isLast: boolean }> {
  for (let part = 0; part < parts; part += 1) {
    const sealed = await deps.db.inShop(target.shopId, (tx) => readPart(tx, target, part));
    if (!sealed) throw new UnreadableFile("empty");
    const bytes = Buffer.from(deps.vault.open(sealed, partContext(target, part)), "base64");
    yield { bytes, isLast: part === parts - 1 };
  }
}

/** Reads a file once from end to end: what it is written in, and the hash that names its rows. */
export async function inspectFile(
  deps: Deps,
  run: ImportRun,
): Promise<{ fileHash: string; encoding: Encoding }> {
  const hash = createHash("sha256");
  const isUtf8 = utf8Checker();
  let told: Encoding | null = null;
  let isGood = true;
  let isFirst = true;
  for await (const { bytes, isLast } of fileBytes(
    deps,
    { shopId: run.shopId, importId: run.id },
    run.parts,
  )) {
    hash.update(bytes);
    if (isFirst) told = encodingOfStart(bytes);
    isFirst = false;
    isGood = isUtf8(bytes, isLast);
  }
  const encoding = told ?? (isGood ? "utf-8" : "windows-1252");
  return { fileHash: hash.digest("base64url"), encoding };
}

/** The file as text, piece by piece. */
export async function* fileText(deps: Deps, run: ImportRun): AsyncGenerator<string> {
  const encoding = encodings.find((one) => one === run.encoding) ?? "utf-8";
  const decoder = new TextDecoder(encoding);
  const target = { shopId: run.shopId, importId: run.id };
  for await (const { bytes, isLast } of fileBytes(deps, target, run.parts)) {
    yield decoder.decode(bytes, { stream: !isLast });
  }
}
