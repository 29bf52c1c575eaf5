import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const fitSchema = z.object({
  rows: z.number(),
  fitMs: z.number(),
  fitMb: z.number(),
  learnMs: z.number(),
  learnMb: z.number(),
});
export type Fit = z.infer<typeof fitSchema>;

/** One fit in a process of its own, so that its memory is its own. */
export async function fitAlone(orders: string): Promise<Fit> {
  const script = join(import.meta.dirname, "fit-alone.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [script, orders]);
  return fitSchema.parse(JSON.parse(stdout));
}
