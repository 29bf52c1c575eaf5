export { homeReport } from "./home-report.ts";
export { recommendationReport } from "./recommendation-report.ts";
