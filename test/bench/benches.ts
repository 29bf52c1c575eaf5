import type { Bench } from "./bench.types.ts";
import { consentBench } from "./consent/consent.ts";
import { crashBench } from "./crash/crash.ts";
import { intakeBench } from "./intake/intake.ts";
import { linkBench } from "./link/link.ts";
import { recommendBench } from "./recommend/recommend.ts";
import { fairnessBench } from "./send/fairness.ts";
import { sendBench } from "./send/send.ts";
import { sendCrashBench } from "./send-crash/send-crash.ts";

/** Everything that `npm run bench` knows, in the order it runs. */
export const benches: readonly Bench[] = [
  intakeBench,
  linkBench,
  sendBench,
  fairnessBench,
  crashBench,
  sendCrashBench,
  consentBench,
  recommendBench,
];
