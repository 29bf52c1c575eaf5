// What the ranking thread runs; started by app/adapters/recommender/.
import { parentPort, workerData } from "node:worker_threads";
import { serveModels } from "#app/modules/recommendations/serving.ts";
import { answerQuestions } from "./answer-questions.ts";

const port = parentPort;
if (!port) throw new Error("This runs as a thread of the worker only");

const say = (message: object) => port.postMessage(message);
const answer = answerQuestions({ data: workerData, say }, (deps) => {
  const models = serveModels(deps);
  return async (question) => {
    const { task, shopId } = question;
    try {
      if (task === "rank") return await models.rank(shopId, question.queries);
      if (task === "learn") return await models.learn(shopId, question.now);
    } catch (error) {
      // Half a change may stand in the model now: it is read anew.
      models.forget(shopId);
      throw error;
    }
    throw new Error(`The ranking thread does not ${task}`);
  };
});
port.on("message", answer);
