import { fork } from "node:child_process";
import { once } from "node:events";
import type { FromGenerator, LoadFigures, LoadPlan, LoadRun, ToGenerator } from "./load.types.ts";

export interface Generator {
  /** mean size of a request's body in bytes */
  meanBytes: number;
  measure(run: LoadRun): Promise<LoadFigures>;
  close(): Promise<void>;
}

/** Starts the generator's process and lets it prepare its requests. */
export async function openGenerator(plan: LoadPlan): Promise<Generator> {
  const child = fork(new URL("./main.ts", import.meta.url));
  const died = once(child, "exit").then(() => {
    throw new Error("The load generator has ended.");
  });
  died.catch(() => undefined); // only of interest to whoever waits for an answer
  const ask = async (message: ToGenerator): Promise<FromGenerator> => {
    const answered = new Promise<FromGenerator>((done) => child.once("message", done));
    child.send(message);
    const reply = await Promise.race([answered, died]);
    if (reply.type === "failed") throw new Error(reply.message);
    return reply;
  };
  const planned = await ask({ type: "plan", plan });
  return {
    meanBytes: planned.type === "planned" ? planned.meanBytes : 0,
    measure: async (run) => {
      const reply = await ask({ type: "run", run });
      if (reply.type !== "done") throw new Error("The load generator gave no figures.");
      return reply.figures;
    },
    close: async () => {
      child.disconnect();
      await died.catch(() => undefined);
    },
  };
}
