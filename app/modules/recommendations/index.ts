export { recommendJob, sweepRecommendationsJob } from "./cases/cases.jobs.ts";
export { followOptIn, followOrder } from "./cases/open-cases.ts";
export { decideAgain, outdatedOffers } from "./cases/outdated-offers.ts";
export { planRecommendations } from "./cases/plan-recommendations.ts";
export { sweepRecommendations } from "./cases/sweep-recommendations.ts";
export { sweepModelsJob } from "./models.jobs.ts";
export { readModelReport } from "./recommendation-model.store.server.ts";
export { saveRecommendationSettings } from "./save-recommendation-settings.ts";
export { modelRebuilder, rebuildDueModels } from "./tune/rebuild-models.ts";
