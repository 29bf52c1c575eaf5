import type { Schedule } from "#app/adapters/queue/schedules.server.ts";
import { judgeBrakesJob, sweepHealthJob } from "#app/modules/channel/index.ts";
import { anchorLedgersJob, sweepWordingsJob } from "#app/modules/consent/index.ts";
import { sweepCheckoutsJob } from "#app/modules/checkouts/index.ts";
import { sweepAnswersJob } from "#app/modules/conversations/index.ts";
import { sweepProxiesJob } from "#app/modules/links/index.ts";
import { sweepCostsJob } from "#app/modules/costs/index.ts";
import { sweepIntakeJob } from "#app/modules/intake/index.ts";
import { settleMessagesJob, sweepMessagesJob } from "#app/modules/messaging/index.ts";
import {
  sweepConfirmationsJob,
  sweepImportsJob,
  sweepNativeJob,
  sweepRenewalsJob,
} from "#app/modules/optin/index.ts";
import { sweepModelsJob, sweepRecommendationsJob } from "#app/modules/recommendations/index.ts";
import { sweepHistoriesJob } from "#app/modules/orders/index.ts";
import { sweepTemplatesJob } from "#app/modules/templates/index.ts";
import { tidyJob } from "./tidy.ts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** The queue only wakes these; what is due is written in rows. */
export const schedules: Schedule[] = [
  { job: sweepIntakeJob, everyMs: 2 * SECOND },
  { job: sweepCheckoutsJob, everyMs: SECOND },
  { job: sweepRecommendationsJob, everyMs: 2 * SECOND },
  { job: sweepMessagesJob, everyMs: SECOND / 2 },
  { job: settleMessagesJob, everyMs: 10 * SECOND },
  { job: sweepConfirmationsJob, everyMs: 5 * SECOND },
  { job: sweepWordingsJob, everyMs: 5 * SECOND },
  { job: sweepTemplatesJob, everyMs: 6 * HOUR },
  { job: sweepProxiesJob, everyMs: 5 * SECOND },
  { job: sweepNativeJob, everyMs: 3 * SECOND },
  { job: sweepImportsJob, everyMs: 3 * SECOND },
  { job: sweepHistoriesJob, everyMs: 3 * SECOND },
  { job: sweepHealthJob, everyMs: HOUR },
  { job: judgeBrakesJob, everyMs: 30 * SECOND },
  { job: sweepRenewalsJob, everyMs: 6 * HOUR },
  { job: sweepModelsJob, everyMs: 30 * SECOND },
  { job: sweepCostsJob, everyMs: 24 * HOUR },
  { job: anchorLedgersJob, everyMs: 24 * HOUR },
  { job: sweepAnswersJob, everyMs: HOUR },
  { job: tidyJob, everyMs: HOUR },
];
