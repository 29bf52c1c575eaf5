export { countOpenAnswers } from "./answers/answers.store.server.ts";
export { decideAnswer, type DecideOutcome } from "./answers/decide-answer.ts";
export { type AnswersReport, listAnswers } from "./answers/list-answers.ts";
export { settleAnswers, settleAnswersByNo } from "./answers/settle-answers.ts";
export { sweepAnswers } from "./answers/sweep-answers.ts";
export { changeIdentities } from "./change-identity.ts";
export { type InboundOfPerson, inboundOf } from "./inbound-of.ts";
export { sweepAnswersJob } from "./conversations.jobs.ts";
export { receiveMessages, receivePreferences } from "./receive-messages.ts";
