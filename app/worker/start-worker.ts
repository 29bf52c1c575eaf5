import { describeError } from "#app/adapters/log/log.server.ts";
import { keepSchedules } from "#app/adapters/queue/schedules.server.ts";
import { handle, type JobHandler, startWorkers } from "#app/adapters/queue/workers.server.ts";
import type { Composition } from "#app/composition.server.ts";
import {
  judgeBrakesJob,
  readHealthJob,
  refreshHealth,
  sweepHealth,
  sweepHealthJob,
} from "#app/modules/channel/index.ts";
import {
  planReminders,
  remindJob,
  sweepCheckouts,
  sweepCheckoutsJob,
} from "#app/modules/checkouts/index.ts";
import {
  anchorLedgers,
  anchorLedgersJob,
  publishWording,
  publishWordingJob,
  sweepWordings,
  sweepWordingsJob,
} from "#app/modules/consent/index.ts";
import { sweepAnswers, sweepAnswersJob } from "#app/modules/conversations/index.ts";
import {
  redactShop,
  redactShopJob,
  repeatErasures,
  repeatErasuresJob,
} from "#app/modules/compliance/index.ts";
import { reconcileCostsJob, sweepCosts, sweepCostsJob } from "#app/modules/costs/index.ts";
import {
  processIntake,
  processIntakeJob,
  sweepIntake,
  sweepIntakeJob,
} from "#app/modules/intake/index.ts";
import { checkProxyJob, sweepProxies, sweepProxiesJob } from "#app/modules/links/index.ts";
import {
  dispatchJob,
  dispatchNumber,
  judgeBrakes,
  settleInFlight,
  settleMessagesJob,
  sweepMessages,
  sweepMessagesJob,
} from "#app/modules/messaging/index.ts";
import {
  runImport,
  runImportJob,
  sweepConfirmations,
  sweepConfirmationsJob,
  sweepImports,
  sweepImportsJob,
  sweepNative,
  sweepNativeJob,
  sweepRenewals,
  sweepRenewalsJob,
  writeNative,
  writeNativeJob,
} from "#app/modules/optin/index.ts";
import {
  modelRebuilder,
  recommendInTurn,
  recommendJob,
  sweepModelsJob,
  sweepRecommendations,
  sweepRecommendationsJob,
} from "#app/modules/recommendations/index.ts";
import {
  readHistory,
  readHistoryJob,
  sweepHistories,
  sweepHistoriesJob,
} from "#app/modules/orders/index.ts";
import {
  pollTemplates,
  pollTemplatesJob,
  submitTemplates,
  submitTemplatesJob,
  sweepTemplates,
  sweepTemplatesJob,
} from "#app/modules/templates/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { checkShopsProxy } from "./check-proxy.ts";
import { gatherIntake, type IntakeTask } from "./gather-intake.ts";
import { handlers as subscribers } from "./handlers.ts";
import { reconcileShop } from "./reconcile-costs.ts";
import { schedules } from "./schedules.ts";
import { tidy, tidyJob } from "./tidy.ts";

/** Sends wait on the network, intake for its group, batches on the database: of these fit only a few side by side. */
const CONCURRENCY = { inbox: 64, send: 32, batch: 4 };
/** Each group holds a connection to the database. */
const INTAKE = { everyMs: 400, groups: 4 };

async function done(work: Promise<unknown>): Promise<void> {
  await work;
}

function jobHandlers(deps: Deps): JobHandler[] {
  const settleIntake = (task: IntakeTask) => processIntake(deps, { ...task, subscribers });
  return [
    handle(processIntakeJob, gatherIntake(settleIntake, INTAKE)),
    handle(sweepIntakeJob, () => done(sweepIntake(deps, subscribers))),
    handle(sweepCheckoutsJob, () => done(sweepCheckouts(deps))),
    handle(remindJob, (batch) => planReminders(deps, batch)),
    handle(sweepRecommendationsJob, () => done(sweepRecommendations(deps))),
    handle(recommendJob, (batch) => recommendInTurn(deps, batch)),
    handle(sweepMessagesJob, () => done(sweepMessages(deps))),
    handle(dispatchJob, (target) => done(dispatchNumber(deps, target))),
    handle(settleMessagesJob, () => done(settleInFlight(deps))),
    handle(submitTemplatesJob, ({ shopId }) => done(submitTemplates(deps, shopId))),
    handle(pollTemplatesJob, ({ shopId }) => done(pollTemplates(deps, shopId))),
    handle(sweepTemplatesJob, () => done(sweepTemplates(deps))),
    handle(sweepConfirmationsJob, () => sweepConfirmations(deps)),
    handle(sweepProxiesJob, () => sweepProxies(deps)),
    handle(checkProxyJob, ({ shopId }) => checkShopsProxy(deps, shopId)),
    handle(anchorLedgersJob, () => done(anchorLedgers(deps))),
    handle(sweepWordingsJob, () => sweepWordings(deps)),
    handle(publishWordingJob, ({ shopId }) => publishWording(deps, shopId)),
    handle(sweepNativeJob, () => sweepNative(deps)),
    handle(sweepRenewalsJob, () => sweepRenewals(deps).then(() => undefined)),
    handle(sweepImportsJob, () => sweepImports(deps)),
    handle(runImportJob, (target) => runImport(deps, target)),
    handle(sweepHistoriesJob, () => sweepHistories(deps)),
    handle(readHistoryJob, (target) => readHistory(deps, target)),
    handle(writeNativeJob, (batch) => writeNative(deps, batch)),
    handle(readHealthJob, (target) => done(refreshHealth(deps, target))),
    handle(sweepHealthJob, () => sweepHealth(deps)),
    handle(judgeBrakesJob, () => judgeBrakes(deps)),
    handle(repeatErasuresJob, ({ shopId }) => done(repeatErasures(deps, shopId))),
    handle(redactShopJob, ({ shopId }) => done(redactShop(deps, shopId))),
    handle(sweepCostsJob, () => sweepCosts(deps)),
    handle(reconcileCostsJob, ({ shopId }) => reconcileShop(deps, shopId)),
    handle(sweepModelsJob, modelRebuilder(deps)),
    handle(sweepAnswersJob, () => done(sweepAnswers(deps))),
    handle(tidyJob, () => tidy(deps)),
  ];
}

/** Starts working. `close` takes no new jobs and waits for the running ones, at most `graceMs`. */
export async function startWorker(
  built: Pick<Composition, "deps" | "backend" | "producer">,
): Promise<{ close(graceMs: number): Promise<void> }> {
  const { deps, backend, producer } = built;
  const kept = await keepSchedules(producer, schedules, (error) =>
    deps.log.warn("schedules.unknown", describeError(error)),
  );
  const workers = startWorkers(backend, {
    handlers: jobHandlers(deps),
    concurrency: CONCURRENCY,
    log: deps.log,
    onError: (job, error) => deps.log.warn("job.failed", { job, ...describeError(error) }),
  });
  return {
    close: async (graceMs) => {
      await kept.stop();
      await workers.close(graceMs);
    },
  };
}
