export { countOpenAnswers } from "./answers/answers.store.server.ts";
export { decideAnswer } from "./answers/decide-answer.ts";
export { listAnswers } from "./answers/list-answers.ts";
export { settleAnswers, settleAnswersByNo } from "./answers/settle-answers.ts";
export { sweepAnswers } from "./answers/sweep-answers.ts";
export { changeIdentities } from "./change-identity.ts";
export { type InboundOfPerson, inboundOf } from "./inbound-of.ts";
export { sweepAnswersJob } from "./conversations.jobs.ts";
export { receiveMessages, receivePreferences } from "./receive-messages.ts";
