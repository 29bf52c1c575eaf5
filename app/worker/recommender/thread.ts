// What the ranking and the fitting thread run; started by app/adapters/recommender/.
import { parentPort, workerData } from "node:worker_threads";
import { openDb } from "#app/adapters/db/client.server.ts";
import { describeError } from "#app/adapters/log/log.server.ts";
import {
  threadData,
  type ThreadMessage,
  type ThreadQuestion,
  threadQuestion,
} from "#app/adapters/recommender/thread-messages.types.ts";
import { rebuildModel, serveModels } from "#app/modules/recommendations/serving.ts";
import type { Log } from "#app/ports/log.ts";
import { assertNever } from "#app/shared/assert-never.ts";

/** Reading one model at a time; the other is for a question meanwhile. */
const CONNECTIONS = 2;

const port = parentPort;
if (!port) throw new Error("This runs as a thread of the worker only");
const say = (message: ThreadMessage) => port.postMessage(message);

/** The process writes the log; the thread tells it what. */
const logAs =
  (level: keyof Log): Log["info"] =>
  (event, fields = {}) =>
    say({ kind: "log", level, event, fields });
const log: Log = {
  debug: logAs("debug"),
  info: logAs("info"),
  warn: logAs("warn"),
  error: logAs("error"),
};

const { databaseUrl } = threadData.parse(workerData);
const onError = (error: Error) => log.warn("recommender.connection", describeError(error));
const db = openDb({ url: databaseUrl, poolSize: CONNECTIONS, onError });
const models = serveModels({ db, log });

function answer(question: ThreadQuestion): Promise<unknown> {
  switch (question.task) {
    case "rank":
      return models.rank(question.shopId, question.queries);
    case "rebuild":
      return rebuildModel({ db }, question.shopId, question.now);
    case "learn":
      return models.learn(question.shopId, question.now);
    default:
      return assertNever(question);
  }
}

async function settle(question: ThreadQuestion): Promise<void> {
  const id = question.task === "learn" ? null : question.id;
  const { task, shopId } = question;
  try {
    const answered = await answer(question);
    if (id !== null) say({ kind: "answer", id, answer: answered });
  } catch (error) {
    log.error("recommender.failed", { task, shopId, ...describeError(error) });
    // Half a change may stand in the model now: it is read anew.
    models.forget(shopId);
    const problem = error instanceof Error ? error.message : String(error);
    if (id !== null) say({ kind: "failed", id, problem });
  }
}

port.on("message", (raw: unknown) => {
  void settle(threadQuestion.parse(raw));
});
