import { resolve } from "node:path";
import { parseArgs } from "node:util";

const root = resolve(import.meta.dirname, "../..");

export interface DemoArguments {
  /** Delete what the last demo left, then start anew. */
  reset: boolean;
  /** Use what was built last. */
  build: boolean;
  /** Start, wait until everything answers, stop: a smoke test. */
  once: boolean;
  /** First of five ports in a row; a taken one is replaced by the next free. */
  port: number;
  dataDir: string;
  /** Language of the demo page, the shop and the admin. */
  lang: string;
}

export const USAGE = `npm run demo -- [options]
  --reset           delete the demo's data and start anew
  --lang de|en      language of the windows (default: en)
  --port N          first of the ports it uses (default: 4600)
  --data-dir DIR    where its data lie (default: .beckon)
  --no-build        use what was built last
  --once            start, check that everything answers, stop`;

/** Reads the command line; throws with the usage when it is not understood. */
export function readArguments(words: string[]): DemoArguments | "help" {
  const { values } = parseOrExplain(words);
  if (values.help) return "help";
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1024 || port > 65_000) {
    throw new Error(`--port needs a number from 1024 to 65000, not "${values.port}".\n\n${USAGE}`);
  }
  return {
    reset: values.reset,
    build: !values["no-build"],
    once: values.once,
    port,
    dataDir: resolve(root, values["data-dir"]),
    lang: values.lang,
  };
}

function parseOrExplain(words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: {
        reset: { type: "boolean", default: false },
        "no-build": { type: "boolean", default: false },
        once: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        port: { type: "string", default: "4600" },
        "data-dir": { type: "string", default: ".beckon" },
        lang: { type: "string", default: "en" },
      },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${reason}\n\n${USAGE}`, { cause });
  }
}
