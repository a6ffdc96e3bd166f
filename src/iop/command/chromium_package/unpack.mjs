// Unpacks the browser, the libraries it brings and its fonts, and writes the script that starts it with them.
import { execFileSync } from "node:child_process";
import { chmodSync, createReadStream, createWriteStream, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const here = import.meta.dirname ?? process.cwd();
const packed = join(here, "node_modules", "@sparticuz", "chromium", "bin");

async function decompress(name, target) {
  await pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), createWriteStream(target));
}

for (const name of readdirSync(packed)) {
  if (name === "chromium.br") {
    await decompress(name, join(here, "chromium-program"));
    chmodSync(join(here, "chromium-program"), 0o755);
  } else if (name.endsWith(".tar.br")) {
    const folder = join(here, name.replace(".tar.br", ""));
    mkdirSync(folder, { recursive: true });
    await decompress(name, `${folder}.tar`);
    execFileSync("tar", ["-xf", `${folder}.tar`, "-C", folder]);
    rmSync(`${folder}.tar`);
  }
}

const start = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/al2023/lib:$here/al2023\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_PATH="$here/fonts/fonts"
exec "$here/chromium-program" "$@"
`;
writeFileSync(join(here, "chromium.new"), start);
chmodSync(join(here, "chromium.new"), 0o755);
renameSync(join(here, "chromium.new"), join(here, "chromium"));
rmSync(join(here, "node_modules"), { recursive: true });
