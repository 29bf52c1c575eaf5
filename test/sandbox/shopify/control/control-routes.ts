import express, { type NextFunction, type Request, type Response, type Router } from "express";
import { z } from "zod";
import { UnknownThing } from "../store.ts";
import type { ControlContext } from "./control-context.ts";
import { eventStream } from "./event-stream.ts";
import { mountShopActions } from "./shop-actions.ts";
import { mountStandInActions } from "./stand-in-actions.ts";

/** A handler of one control call: a checked body in, a JSON answer out. */
export type Act<Body> = (body: Body, params: Record<string, string>) => object | Promise<object>;
export type Mount = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  act: Act<z.output<Schema>>,
) => void;

/** `/_control`: how tests and the demo page steer the stand-in. Open to any origin; loopback only by nature. */
export function controlRoutes(context: ControlContext): Router {
  const router = express.Router();
  router.use(allowAnyOrigin, express.json({ limit: "20mb" }));
  const post: Mount = (path, schema, act) => {
    router.post(path, (request, response) => {
      const parsed = schema.safeParse(request.body ?? {});
      if (!parsed.success) {
        return void response.status(400).json({ error: z.prettifyError(parsed.error) });
      }
      Promise.resolve()
        .then(() => act(parsed.data, request.params))
        .then((answer) => response.json(answer))
        .catch((error: unknown) => answerError(error, response));
    });
  };
  mountShopActions(post, context);
  mountStandInActions(post, router, context);
  router.get("/events", (_request, response) => eventStream(context.store, response));
  router.use((_request, response) => void response.status(404).json({ error: "Unknown call" }));
  return router;
}

function allowAnyOrigin(request: Request, response: Response, next: NextFunction): void {
  response.set({
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Content-Type",
  });
  if (request.method === "OPTIONS") return void response.status(204).end();
  next();
}

/** 404 for names that point nowhere, 400 for what the shop would refuse. */
function answerError(error: unknown, response: Response): void {
  const message = error instanceof Error ? error.message : String(error);
  response.status(error instanceof UnknownThing ? 404 : 400).json({ error: message });
}
