import { randomBytes } from "node:crypto";
import type { Exchange } from "../http.ts";
import { readBytes } from "../http.ts";
import { refuse } from "./refusal.ts";

const SAMPLE_MAX = 100 * 1024 * 1024;

/** POST /{app-id}/uploads: begins a resumable upload of a template's sample media (contract 1.9). */
export function beginUpload({ query }: Exchange): object {
  for (const name of ["file_length", "file_type"]) {
    if (!query.get(name)) refuse(100, `The parameter ${name} is required`);
  }
  return { id: `upload:${randomBytes(12).toString("base64url")}` };
}

/** POST /upload:<id>: takes the bytes and answers the handle that a template header names. */
export async function finishUpload({ req }: Exchange): Promise<object> {
  const bytes = await readBytes(req, SAMPLE_MAX);
  if (!bytes || bytes.length === 0) refuse(100, "The uploaded file is empty or too large");
  return { h: `4::${randomBytes(24).toString("base64url")}` };
}
