// Builds the extension for the demo and the browser tests.
//   node build.mjs [--out FILE]      BECKON_API_URL=https://… sets where opt-ins are sent
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { buildExtension } from "./build-extension.mjs";

await buildExtension(dirname(fileURLToPath(import.meta.url)), "whatsapp-opt-in");
