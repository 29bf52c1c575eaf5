// Builds a UI extension as one script for all its targets, in the form that Shopify's own CLI emits: one
// `shopify.extend(target, run)` per target.
//   --out FILE      BECKON_API_URL=https://… sets where opt-ins are sent
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";

export async function buildExtension(folder, name) {
  const { values } = parseArgs({ options: { out: { type: "string" } } });
  const outfile = resolve(values.out ?? `${folder}/dist/${name}.js`);

  const toml = await readFile(`${folder}/shopify.extension.toml`, "utf8");
  const targets = [...toml.matchAll(/^\s*module = "(.+)"\n\s*target = "(.+)"$/gm)];
  const entry = targets
    .map(([, file, target], index) => {
      const run = `run${index}`;
      return `import ${run} from "${file}";\nshopify.extend("${target}", () => ${run}());`;
    })
    .join("\n");

  const apiUrl = process.env.BECKON_API_URL;
  await build({
    stdin: { contents: entry, resolveDir: folder, loader: "js" },
    outfile,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: apiUrl ? { BECKON_API_URL: JSON.stringify(apiUrl) } : {},
    logLevel: "warning",
  });
}
