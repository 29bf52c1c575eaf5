// What the fitting process runs; started by app/adapters/recommender/.
import { rebuildModel } from "#app/modules/recommendations/serving.ts";
import { answerQuestions } from "./answer-questions.ts";

const say = (message: object) => {
  process.send?.(message);
};

process.once("message", (data) => {
  const answer = answerQuestions({ data, say }, ({ db }) => (question) => {
    if (question.task === "rebuild") return rebuildModel({ db }, question.shopId, question.now);
    return Promise.reject(new Error(`The fitting process does not ${question.task}`));
  });
  process.on("message", answer);
});
// The worker is gone, whatever became of it: nobody waits for an answer any more.
process.on("disconnect", () => process.exit());
