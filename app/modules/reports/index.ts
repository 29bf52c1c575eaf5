export { homeReport } from "./home-report.ts";
