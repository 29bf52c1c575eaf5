import { z } from "zod";
import { PART_BYTES } from "#app/modules/optin/import/import.types.ts";

const WHERE = "/app/consent/import/upload";
const TRIES = 4;

const answerSchema = z.object({
  ok: z.boolean(),
  id: z.string().optional(),
  problem: z.string().optional(),
});
type Answer = z.infer<typeof answerSchema>;

async function send(fields: Record<string, string | Blob>): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const answer = await fetch(WHERE, { method: "POST", body: form });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answerSchema.parse(await answer.json());
}

/** A part that did not come through is sent again: the server keeps it once. */
async function sendStubbornly(fields: Record<string, string | Blob>): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await send(fields);
    } catch (error) {
      if (tried === TRIES) throw error;
      await new Promise((done) => setTimeout(done, 500 * 2 ** tried));
    }
  }
}

/**
 * Brings a file to the server in parts.
 * @returns why it was not taken, or null
 */
export async function uploadFile(
  file: File,
  onProgress: (share: number) => void,
): Promise<string | null> {
  if (file.size === 0) return "empty";
  const begun = await send({ intent: "begin", name: file.name });
  const id = begun.id ?? "";
  const parts = Math.ceil(file.size / PART_BYTES);
  for (let part = 0; part < parts; part += 1) {
    const body = file.slice(part * PART_BYTES, (part + 1) * PART_BYTES);
    const { ok } = await sendStubbornly({ intent: "part", id, part: String(part), body });
    if (!ok) return "too_large";
    onProgress((part + 1) / parts);
  }
  const ended = await sendStubbornly({
    intent: "end",
    id,
    parts: String(parts),
    bytes: String(file.size),
  });
  return ended.ok ? null : (ended.problem ?? "incomplete");
}
