export { recommendJob, sweepRecommendationsJob } from "./cases/cases.jobs.ts";
export { followOptIn, followOrder } from "./cases/open-cases.ts";
export { decideAgain, outdatedOffers } from "./cases/outdated-offers.ts";
export { planRecommendations } from "./cases/plan-recommendations.ts";
export { sweepRecommendations } from "./cases/sweep-recommendations.ts";
export { fitModel } from "./fit-model.rules.ts";
export {
  damageReasons,
  type DateOrder,
  dateOrderOf,
  type DroppedReason,
  type OrderExport,
  readOrderLine,
  readPerson,
} from "./order-line.rules.ts";
export { learnOrder, moveTo } from "./learn-order.rules.ts";
export type { NewOrder } from "./live-history.rules.ts";
export { type LiveModel, liveModel } from "./live-model.rules.ts";
export type { Model } from "./model.types.ts";
export { sweepModelsJob } from "./models.jobs.ts";
export { type Purchase, profileOf, purchasesOf } from "./profile.rules.ts";
export { HistoryBuilder, type PurchaseHistory } from "./purchase-history.rules.ts";
export { ranker } from "./ranking.rules.ts";
export { readModelReport } from "./recommendation-model.store.server.ts";
export { reasonFor, type RecommendationReason } from "./reason.rules.ts";
export { saveRecommendationSettings } from "./save-recommendation-settings.ts";
export { modelRebuilder, rebuildDueModels } from "./tune/rebuild-models.ts";
export { isWorthSending } from "./worth.rules.ts";
