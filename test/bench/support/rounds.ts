import type { Generator } from "../load/open-generator.ts";
import type { LoadFigures } from "../load/load.types.ts";
import type { BenchOptions } from "../bench.types.ts";

export const CONNECTIONS = 64;

export interface Contender {
  name: string;
  port: number;
  generator: Generator;
  /** Brings the database into the state in which every measurement begins. */
  before(): Promise<void>;
  /** Throws when what was answered is not true. */
  verify(answered: number): Promise<void>;
}

export interface Measured {
  perSecond: number[];
  p50Ms: number[];
  p99Ms: number[];
  maxMs: number[];
  answered: number;
}

interface Plan {
  contenders: Contender[];
  rounds: number;
  seconds: number;
  warmUpSeconds: number;
  say: BenchOptions["say"];
}

async function measureOnce(contender: Contender, seconds: number): Promise<LoadFigures> {
  await contender.before();
  const { port, generator } = contender;
  const figures = await generator.measure({ port, connections: CONNECTIONS, seconds });
  await contender.verify(figures.answered);
  return figures;
}

/** Warms everybody up, then measures them in turn, round after round: noise hits all alike. */
export async function measureInTurn(plan: Plan): Promise<Map<string, Measured>> {
  const { contenders, rounds, seconds, say } = plan;
  const all = new Map<string, Measured>();
  for (const contender of contenders) {
    await measureOnce(contender, plan.warmUpSeconds);
    all.set(contender.name, { perSecond: [], p50Ms: [], p99Ms: [], maxMs: [], answered: 0 });
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const contender of contenders) {
      const figures = await measureOnce(contender, seconds);
      const measured = all.get(contender.name);
      for (const name of ["perSecond", "p50Ms", "p99Ms", "maxMs"] as const) {
        measured?.[name].push(figures[name]);
      }
      if (measured) measured.answered += figures.answered;
      say(
        `  round ${round}: ${contender.name.padEnd(10)} ${figures.perSecond.toFixed(0)}/s, p99 ${figures.p99Ms.toFixed(1)} ms`,
      );
    }
  }
  return all;
}
