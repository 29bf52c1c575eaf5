import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The tester loads the extension's .tsx itself, so it must pass through vitest, and with Preact's JSX.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  test: {
    name: "extension",
    environment: "jsdom",
    include: ["tests/**/*.test.ts", "../whatsapp-account/tests/**/*.test.ts"],
    server: { deps: { inline: [/@shopify\/ui-extensions-tester/] } },
  },
});
