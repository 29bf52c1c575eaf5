import { openDb } from "#app/adapters/db/client.server.ts";
import { describeError } from "#app/adapters/log/log.server.ts";
import {
  threadData,
  type ThreadMessage,
  type ThreadQuestion,
  threadQuestion,
} from "#app/adapters/recommender/thread-messages.types.ts";
import type { Db } from "#app/ports/db.ts";
import type { Log } from "#app/ports/log.ts";

/** Reading one model at a time; the other is for a question meanwhile. */
const CONNECTIONS = 2;

type Answer = (question: ThreadQuestion) => Promise<unknown>;

/** The worker writes the log; who answers tells it what. */
function logInto(say: (message: ThreadMessage) => void): Log {
  const as =
    (level: keyof Log): Log["info"] =>
    (event, fields = {}) =>
      say({ kind: "log", level, event, fields });
  return { debug: as("debug"), info: as("info"), warn: as("warn"), error: as("error") };
}

async function settle(raw: unknown, answer: Answer, say: (message: ThreadMessage) => void) {
  const question = threadQuestion.parse(raw);
  const { task, shopId } = question;
  try {
    const answered = await answer(question);
    if (task !== "learn") say({ kind: "answer", id: question.id, answer: answered });
  } catch (error) {
    logInto(say).error("recommender.failed", { task, shopId, ...describeError(error) });
    const problem = error instanceof Error ? error.message : String(error);
    if (task !== "learn") say({ kind: "failed", id: question.id, problem });
  }
}

/**
 * Answers the worker's questions from a database connection of its own. `data` as the worker gave it.
 * @returns what is to be called with every question
 */
export function answerQuestions(
  { data, say }: { data: unknown; say(message: ThreadMessage): void },
  answers: (deps: { db: Db; log: Log }) => Answer,
): (question: unknown) => void {
  const log = logInto(say);
  const onError = (error: Error) => log.warn("recommender.connection", describeError(error));
  const { databaseUrl } = threadData.parse(data);
  const answer = answers({
    db: openDb({ url: databaseUrl, poolSize: CONNECTIONS, onError }),
    log,
  });
  return (question) => void settle(question, answer, say);
}
