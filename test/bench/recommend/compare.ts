import { fitModel } from "#app/modules/recommendations/fit-model.rules.ts";
import type { Model, RankMode } from "#app/modules/recommendations/model.types.ts";
import type { PurchaseHistory } from "#app/modules/recommendations/purchase-history.rules.ts";
import { ranker } from "#app/modules/recommendations/ranking.rules.ts";
import { type Control, controlsAt } from "./controls.ts";
import { type Forecast, hitAmong, ndcgAt, recallAt } from "./measures.ts";
import { type Question, questionsAt } from "./temporal-split.ts";

export const OURS = "ours";
const TOP = 10;
const SHOWN = 3;

/** What one method made of one person. */
export interface Answered {
  earlierOrders: number;
  hit3: number;
  ndcg10: number;
  recall10: number;
}

/** One message of ours: the chance that one of its three products is bought, and whether one was. */
export interface Worth {
  chance: number;
  hit: number;
}

export interface Comparison {
  /** by mode and method, everybody of all cuts */
  answered: Record<RankMode, Map<string, Answered[]>>;
  forecasts: Record<RankMode, Forecast[]>;
  worth: Worth[];
  /** milliseconds of each of our rankings */
  rankMs: number[];
}

const wantedOf = (question: Question, mode: RankMode) =>
  mode === "new" ? question.fresh : question.next;

/** The best ten, without what the person has where only new products count. Ties go by number. */
function bestOf(scores: Float64Array, question: Question, mode: RankMode): number[] {
  const best: number[] = [];
  let least = 0;
  for (const [item, score] of scores.entries()) {
    if (score <= least || (mode === "new" && question.owned.has(item))) continue;
    const place = best.findIndex((other) => (scores[other] ?? 0) < score);
    best.splice(place < 0 ? best.length : place, 0, item);
    if (best.length > TOP) best.pop();
    if (best.length === TOP) least = scores[best[TOP - 1] ?? 0] ?? 0;
  }
  return best;
}

function judged(ranked: readonly number[], question: Question, mode: RankMode): Answered {
  const wanted = wantedOf(question, mode);
  return {
    earlierOrders: question.earlierOrders,
    hit3: hitAmong(ranked, wanted, SHOWN),
    ndcg10: ndcgAt(ranked, wanted, TOP),
    recall10: recallAt(ranked, wanted, TOP),
  };
}

function note(into: Comparison, mode: RankMode, method: string, answered: Answered): void {
  const all = into.answered[mode].get(method) ?? [];
  all.push(answered);
  into.answered[mode].set(method, all);
}

function answerOurs(
  into: Comparison,
  model: Model,
  questions: readonly Question[],
  mode: RankMode,
) {
  const rank = ranker(model);
  for (const question of questions) {
    const startedAt = performance.now();
    const ranked = rank(question.profile, { mode, top: TOP });
    into.rankMs.push(performance.now() - startedAt);
    const wanted = wantedOf(question, mode);
    note(
      into,
      mode,
      OURS,
      judged(
        ranked.map(({ item }) => item),
        question,
        mode,
      ),
    );
    const outcome = (item: number) => (wanted.has(item) ? 1 : 0);
    for (const [place, { item, probability }] of ranked.entries()) {
      into.forecasts[mode].push({ place, chance: probability, hit: outcome(item) });
    }
    if (mode === "any") continue;
    const none = ranked.slice(0, SHOWN).reduce((chance, one) => chance * (1 - one.probability), 1);
    const hit = hitAmong(
      ranked.map(({ item }) => item),
      wanted,
      SHOWN,
    );
    into.worth.push({ chance: 1 - none, hit });
  }
}

function answerControls(
  into: Comparison,
  controls: ReadonlyMap<string, Control>,
  questions: readonly Question[],
  mode: RankMode,
) {
  for (const [method, score] of controls) {
    for (const question of questions) {
      const ranked = bestOf(score(question), question, mode);
      note(into, mode, method, judged(ranked, question, mode));
    }
  }
}

export function emptyComparison(): Comparison {
  return {
    answered: { new: new Map(), any: new Map() },
    forecasts: { new: [], any: [] },
    worth: [],
    rankMs: [],
  };
}

/** Everybody who bought on both sides of the cut, asked of ours and of every control. */
export function compareAt(history: PurchaseHistory, cut: number, into: Comparison): number {
  const questions = questionsAt(history, cut);
  const withNew = questions.filter(({ fresh }) => fresh.size > 0);
  const model = fitModel(history, cut);
  answerOurs(into, model, withNew, "new");
  answerOurs(into, model, questions, "any");
  const controls = controlsAt(history, cut);
  answerControls(into, controls, withNew, "new");
  answerControls(into, controls, questions, "any");
  return questions.length;
}
