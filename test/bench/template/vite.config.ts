import { join, resolve } from "node:path";
import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";

const root = resolve(import.meta.dirname, "../../..");
const output = join(root, ".beckon/bench/template");

export default defineConfig({
  root, // Remix wants a package.json there
  publicDir: false,
  plugins: [
    remix({
      appDirectory: "test/bench/template/app",
      buildDirectory: ".beckon/bench/template/build",
      future: { v3_singleFetch: true },
    }),
  ],
  resolve: { alias: { "virtual:template-prisma": join(output, "prisma/client.ts") } },
});
