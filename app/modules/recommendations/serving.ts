// The face for the worker's ranking thread, which needs nothing else of the module.
export { serveModels } from "./serve/serve-models.ts";
export { rebuildModel } from "./tune/rebuild-model.ts";
