import { z } from "zod";

const eventSchema = z.looseObject({ kind: z.string() });
export type ControlEvent = z.infer<typeof eventSchema>;

const RECONNECT_MS = 1000;

/** Hears the server-sent events of a control API until `signal`; comes back when the stand-in was away. */
export async function hearEvents(
  url: string,
  hear: (event: ControlEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    // A stand-in that is away is no fault of the page: it shows what it hears next.
    await hearOnce(url, hear, signal).catch(() => undefined);
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
  }
}

async function hearOnce(
  url: string,
  hear: (event: ControlEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(url, { signal });
  let rest = "";
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    const lines = (rest + read.value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.startsWith("data: ")) continue;
      const event = eventSchema.safeParse(JSON.parse(line.slice("data: ".length)));
      if (event.success) hear(event.data);
    }
  }
}
