import { GENERAL_WEIGHTS } from "../general-weights.rules.ts";
import { learnWeights } from "../learn-weights.rules.ts";
import { lessonsOf } from "../lessons.rules.ts";
import type { Weights } from "../model.types.ts";
import type { ModelReport } from "../model-report.types.ts";
import { orderChanceAt } from "../order-chance.rules.ts";
import { ordersBefore, type PurchaseHistory } from "../purchase-history.rules.ts";
import { readSignals } from "../signals.rules.ts";
import { holdOut, type HoldOut } from "./hold-out.rules.ts";
import {
  calibrationOf,
  curveOf,
  generalIsBetter,
  hitRateOf,
  judgeModel,
  type Judgement,
} from "./judge-model.rules.ts";

export interface Tuned {
  weights: Weights;
  /** what it took is for whoever has a clock */
  report: Omit<ModelReport, "seconds">;
}

interface Examined {
  window: HoldOut;
  judgement: Judgement;
  keepsGeneral: boolean;
}

/** How the shop's weights, learned as of the window's start, do on what came after it. */
function examine(history: PurchaseHistory, window: HoldOut): Examined {
  const signals = readSignals(history, window.from);
  const learned = learnWeights(lessonsOf(history, window.from));
  const judgement = judgeModel({ signals, weights: learned }, window);
  if (learned.learnedFrom === 0) return { window, judgement, keepsGeneral: false };
  const general = judgeModel({ signals, weights: GENERAL_WEIGHTS }, window);
  const keepsGeneral = generalIsBetter(judgement.trials, general.trials);
  return { window, judgement: keepsGeneral ? general : judgement, keepsGeneral };
}

function lookedBack(examined: Examined | null) {
  if (examined === null) return { heldOut: null, curve: [], hitRate: null, calibration: [] };
  const { window, judgement } = examined;
  return {
    heldOut: {
      from: new Date(window.from),
      to: new Date(window.to),
      persons: window.persons.length,
    },
    curve: curveOf(judgement.trials),
    hitRate: hitRateOf(judgement.trials),
    calibration: calibrationOf(judgement.forecasts),
  };
}

/**
 * Learns how to weigh the signals as of `at`, in milliseconds, and tells how well that would have worked lately. Where
 * the shop is too young, or general weights did better on its own latest past, those stay.
 */
export function tuneModel(history: PurchaseHistory, at: number): Tuned {
  const window = holdOut(history, at);
  const examined = window && examine(history, window);
  const weights = examined?.keepsGeneral ? GENERAL_WEIGHTS : learnWeights(lessonsOf(history, at));
  return {
    weights,
    report: {
      orders: ordersBefore(history, at),
      persons: history.personIndex.size,
      products: history.products.length,
      source: weights.learnedFrom > 0 ? "learned" : "general",
      ...lookedBack(examined),
      orderChance: orderChanceAt(history, at),
    },
  };
}
