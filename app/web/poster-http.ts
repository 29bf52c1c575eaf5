import type { ServerResponse } from "node:http";
import { readPoster } from "#app/modules/optin/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { answer } from "./answer.ts";
import { posterPage } from "./poster-page.ts";

/** GET /poster/:token: a public sheet; who has the address may see what hangs on the wall anyway. */
export async function handlePoster(
  deps: Deps,
  response: ServerResponse,
  token: string,
): Promise<number> {
  const poster = await readPoster(deps, token);
  if (!poster) {
    answer(response, 404, { text: "Not found" });
    return 404;
  }
  answer(response, 200, posterPage(poster));
  return 200;
}
