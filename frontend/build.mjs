// Bundles the chat page and the editors' workshop into dist/, the only folder that is served.
import { copyFile } from "node:fs/promises";
import { build } from "esbuild";

await build({
  entryPoints: [
    { in: "src/chat.js", out: "chat" },
    { in: "src/chat.css", out: "chat" },
    { in: "src/workshop/main.js", out: "workshop" },
    { in: "src/workshop/workshop.css", out: "workshop" },
  ],
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "linked",
  logLevel: "warning",
});

await copyFile("src/workshop/workshop.html", "dist/workshop.html");
for (const name of ["icon.svg", "index.html"]) {
  await copyFile(`src/${name}`, `dist/${name}`);
}
