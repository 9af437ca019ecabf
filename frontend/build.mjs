// Bundles the chat page into dist/, the only folder the server serves from.
import { copyFile } from "node:fs/promises";
import { build } from "esbuild";

await build({
  entryPoints: ["src/chat.js", "src/chat.css"],
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "linked",
  logLevel: "warning",
});

for (const name of ["index.html", "icon.svg"]) {
  await copyFile(`src/${name}`, `dist/${name}`);
}
