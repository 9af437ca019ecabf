// Bundles the chat page, the editors' workshop and the tab's code into dist/, the only folder served.
import { copyFile } from "node:fs/promises";
import { build } from "esbuild";

await build({
  entryPoints: [
    { in: "src/chat.js", out: "chat" },
    { in: "src/chat.css", out: "chat" },
    { in: "src/tab/main.js", out: "tab" },
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
