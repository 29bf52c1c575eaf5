import express, { type Response, type Router } from "express";
import { z } from "zod";
import type { SandboxClock } from "../sandbox-clock.ts";
import {
  buyElsewhere,
  moveTime,
  readSwitches,
  setNativeConsent,
  stopWave,
  switchDomain,
  switchQuality,
  rejectNextTemplate,
  switchTemplates,
  switchWebhooks,
  switchWhatsApp,
} from "./actions.ts";
import type { Feed } from "./feed.ts";
import type { FeedEntry, FeedWhat } from "./feed.types.ts";
import { DemoError, type StandIns } from "./stand-ins.ts";

type Parts = { standIns: StandIns; clock: SandboxClock; feed: Feed };

const DAY_MS = 86_400_000;

const WEBHOOK_WORDS: Record<string, FeedWhat> = {
  normal: "webhooksNormal",
  duplicate: "webhooksTwice",
  shuffle: "webhooksShuffled",
};

const clockSchema = z.strictObject({
  forwardMs: z
    .number()
    .int()
    .min(0)
    .max(60 * DAY_MS),
});

/** `/api`: what the buttons of the page do, and what the page hears. */
export function demoApi(parts: Parts): Router {
  const { standIns, clock, feed } = parts;
  const router = express.Router();
  router.use(express.json());
  const post = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    act: (body: z.output<Schema>) => Promise<object | void>,
  ) => {
    router.post(path, (request, response) => {
      const body = schema.safeParse(request.body);
      if (!body.success) return void response.status(400).json({ error: "badRequest" });
      act(body.data)
        .then(async (done) => response.json({ ...done, switches: await switches() }))
        .catch((error: unknown) => answerError(error, response));
    });
  };
  const switches = () => readSwitches(standIns, clock);
  // One step after the other: two presses are two hours.
  let moving: Promise<unknown> = Promise.resolve();
  post("/clock", clockSchema, (body) => {
    const step = () => moveTime(clock, body.forwardMs);
    const moved = moving.then(step, step);
    moving = moved;
    return moved.then(() => feed.add("timeMoved", { hours: String(body.forwardMs / 3_600_000) }));
  });
  post("/buy-elsewhere", z.strictObject({}), () => buyElsewhere(standIns));
  const native = z.strictObject({ to: z.enum(["SUBSCRIBED", "UNSUBSCRIBED"]) });
  post("/native-consent", native, ({ to }) => setNativeConsent(standIns, to));
  const outage = z.strictObject({ to: z.enum(["up", "down"]) });
  post("/whatsapp", outage, ({ to }) => switchWhatsApp(standIns, to));
  post("/template", z.strictObject({ to: z.enum(["running", "paused"]) }), ({ to }) =>
    switchTemplates(standIns, to),
  );
  post("/reject-next", z.strictObject({}), () => rejectNextTemplate(standIns));
  const quality = z.strictObject({ to: z.enum(["green", "red"]) });
  post("/quality", quality, ({ to }) => switchQuality(standIns, to));
  post("/stop-wave", z.strictObject({}), () => stopWave(standIns));
  const domain = z.strictObject({ to: z.enum(["ours", "lost"]) });
  post("/domain", domain, ({ to }) => switchDomain(standIns, to));
  const mode = z.enum(["normal", "duplicate", "shuffle"]);
  post("/webhooks", z.strictObject({ to: mode }), async ({ to }) => {
    await switchWebhooks(standIns, to);
    feed.add(WEBHOOK_WORDS[to] ?? "webhooksNormal");
  });
  router.get("/switches", (_request, response) => {
    switches().then(
      (state) => response.json(state),
      (error: unknown) => answerError(error, response),
    );
  });
  router.get("/events", (_request, response) => stream(parts, response));
  return router;
}

/** The feed so far and from now on, and "change" whenever something has moved. */
function stream({ feed, clock }: Parts, response: Response): void {
  response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.flushHeaders();
  const send = (data: object) =>
    void response.write(`data: ${JSON.stringify({ offsetMs: clock.offsetMs(), ...data })}\n\n`);
  const onEntry = (entry: FeedEntry) => send({ entry });
  const onChange = () => send({});
  send({ entries: feed.entries() });
  feed.events.on("entry", onEntry);
  feed.events.on("change", onChange);
  response.on("close", () => {
    feed.events.off("entry", onEntry);
    feed.events.off("change", onChange);
  });
}

/** A reason that the page has words for, or what went wrong in its own. */
function answerError(error: unknown, response: Response): void {
  if (error instanceof DemoError) {
    return void response.status(409).json({ error: error.reason });
  }
  const detail = error instanceof Error ? error.message : String(error);
  response.status(500).json({ error: "other", detail });
}
