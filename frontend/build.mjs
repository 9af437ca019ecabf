// Bundles the chat page, the editors' workshop and the tab's code into dist/, the only folder served
// from, and puts the English dictionary there.
import { copyFile, mkdir } from "node:fs/promises";
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

// The workshop spells English by these; Swedish has a Python package.
await mkdir("dist/dictionaries", { recursive: true });
for (const end of ["aff", "dic"]) {
  await copyFile(`node_modules/dictionary-en-gb/index.${end}`, `dist/dictionaries/en_GB.${end}`);
}
