// One fit in a process of its own, so that its memory is its own: fit-alone.ts ORDERS, one JSON object on stdout.
import { readOrders } from "#app/cli/recommend/read-orders.ts";
import { lessonsOf } from "#app/modules/recommendations/lessons.rules.ts";
import { learnWeights } from "#app/modules/recommendations/learn-weights.rules.ts";
import { readSignals } from "#app/modules/recommendations/signals.rules.ts";

const [path = ""] = process.argv.slice(2);
const KB_PER_MB = 1024;
const rssMb = () => process.resourceUsage().maxRSS / KB_PER_MB;

const file = await readOrders(path, { until: null, onProgress: () => undefined });
const at = file.lastAt + 1;
const startedAt = performance.now();
readSignals(file.history, at);
const fitted = { fitMs: performance.now() - startedAt, fitMb: rssMb() };
const learnsAt = performance.now();
learnWeights(lessonsOf(file.history, at));
const learned = { learnMs: performance.now() - learnsAt, learnMb: rssMb() };
process.stdout.write(JSON.stringify({ rows: file.rows, ...fitted, ...learned }));
