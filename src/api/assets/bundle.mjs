// Draws everything the browser needs into ../static: style sheets for both
// directions, scripts, the icon sprite, fonts, and the API reader. Each file's
// name carries the hash of its content; manifest.json maps the plain name to it.
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import rtlcss from "rtlcss";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const packages = path.join(here, "node_modules");
const finished = path.join(here, "..", "static");
const drawing = path.join(packages, `.drawing-${process.pid}`);
const manifest = {};

const packageFile = (...parts) => path.join(packages, ...parts);

async function emit(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const { dir, name: stem, ext } = path.parse(name);
  const file = path.posix.join(dir, `${stem}-${hash}${ext}`);
  await mkdir(path.join(drawing, dir), { recursive: true });
  await writeFile(path.join(drawing, file), content);
  manifest[name] = file;
}

// esbuild gives the entry and what it pulls in (web fonts) their hashed names.
async function bundle(name, source) {
  const { metafile } = await build({
    ...source,
    absWorkingDir: here,
    outdir: drawing,
    bundle: true,
    minify: true,
    metafile: true,
    target: ["chrome120", "firefox121", "safari17"],
    entryNames: "[name]-[hash]",
    assetNames: "typefaces/[name]-[hash]",
    loader: { ".woff2": "file" },
    logLevel: "warning",
  });
  for (const [file, { entryPoint, inputs }] of Object.entries(metafile.outputs)) {
    const placed = path.relative(drawing, path.join(here, file)).replaceAll(path.sep, "/");
    if (entryPoint) manifest[name] = placed;
    else if (file.endsWith(".woff2")) {
      manifest[`typefaces/${path.basename(Object.keys(inputs)[0])}`] = placed;
    }
  }
}

async function styles() {
  const { css } = sass.compile(path.join(here, "styles", "app.scss"), {
    loadPaths: [packages],
    quietDeps: true,
    // Bootstrap 5.3 still composes itself with @import; the warning is its own.
    silenceDeprecations: ["import"],
  });
  const directions = { "app.css": css, "app.rtl.css": rtlcss.process(css) };
  for (const [name, contents] of Object.entries(directions)) {
    const entry = path.join(drawing, name);
    await writeFile(entry, contents);
    await bundle(name, { entryPoints: [entry], nodePaths: [packages] });
    await rm(entry);
  }
}

async function scripts() {
  await bundle("app.js", { entryPoints: ["scripts/app.js"], format: "iife" });
  await bundle("theme.js", { entryPoints: ["scripts/theme.js"], format: "iife" });
  await bundle("api_reader.js", { entryPoints: ["scripts/api_reader.js"], format: "iife" });
}

// One <symbol> an icon; the stroke comes from the style sheet's .icon.
async function icons() {
  const symbol = (id, svg) => {
    const viewBox = /viewBox="([^"]+)"/.exec(svg)[1];
    const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${id}" viewBox="${viewBox}">${inside.replace(/\s+/g, " ").trim()}</symbol>`;
  };
  const names = JSON.parse(await readFile(path.join(here, "icons.json"), "utf8"));
  const drawn = await Promise.all(
    names.map(async (name) =>
      symbol(name, await readFile(packageFile("lucide-static", "icons", `${name}.svg`), "utf8"))),
  );
  drawn.push(symbol("mark", await readFile(path.join(here, "images", "mark.svg"), "utf8")));
  await emit("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${drawn.join("")}</svg>`);
  await emit("favicon.svg", await readFile(path.join(here, "images", "favicon.svg")));
}

async function copies() {
  for (const name of ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js"]) {
    await emit(`swagger-ui/${name}`, await readFile(packageFile("swagger-ui-dist", name)));
  }
  await emit("axe.min.js", await readFile(packageFile("axe-core", "axe.min.js")));
}

// The documents' fonts keep their plain names: typst reads the folder, no browser does.
async function documentFonts() {
  const families = {
    "noto-sans": "NotoSans",
    "noto-sans-arabic": "NotoSansArabic",
    "noto-sans-armenian": "NotoSansArmenian",
    "noto-sans-bengali": "NotoSansBengali",
    "noto-sans-devanagari": "NotoSansDevanagari",
    "noto-sans-ethiopic": "NotoSansEthiopic",
    "noto-sans-georgian": "NotoSansGeorgian",
    "noto-sans-gujarati": "NotoSansGujarati",
    "noto-sans-gurmukhi": "NotoSansGurmukhi",
    "noto-sans-hebrew": "NotoSansHebrew",
    "noto-sans-khmer": "NotoSansKhmer",
    "noto-sans-kr": "NotoSansKR",
    "noto-sans-malayalam": "NotoSansMalayalam",
    "noto-sans-myanmar": "NotoSansMyanmar",
    "noto-sans-sc": "NotoSansSC",
    "noto-sans-tamil": "NotoSansTamil",
    "noto-sans-thai": "NotoSansThai",
    "noto-serif-tibetan": "NotoSerifTibetan",
  };
  await mkdir(path.join(drawing, "fonts"));
  for (const [folder, family] of Object.entries(families)) {
    for (const weight of ["400Regular", "700Bold"]) {
      const file = `fonts/${family}-${weight.slice(3)}.ttf`;
      await cp(
        packageFile("@expo-google-fonts", folder, weight, `${family}_${weight}.ttf`),
        path.join(drawing, file),
      );
      manifest[file] = file;
    }
  }
}

// What we ship of others, with the words they ask to be shipped under.
async function licences() {
  const { dependencies } = JSON.parse(await readFile(path.join(here, "package.json"), "utf8"));
  const shipped = [...Object.keys(dependencies), "axe-core"];
  const texts = await Promise.all(shipped.map(async (name) => {
    const { version, license } = JSON.parse(await readFile(packageFile(name, "package.json"), "utf8"));
    const files = (await readdir(packageFile(name))).filter((file) => /^(licen[cs]e|notice|ofl)/i.test(file));
    const words = await Promise.all(files.map((file) => readFile(packageFile(name, file), "utf8")));
    return [`${name} ${version} (${license})`, ...words].join("\n\n");
  }));
  await emit("licences.txt", texts.join(`\n\n${"-".repeat(72)}\n\n`));
}

try {
  await mkdir(drawing, { recursive: true });
  await Promise.all([styles(), scripts(), icons(), copies(), documentFonts(), licences()]);
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(path.join(drawing, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
  await rm(finished, { recursive: true, force: true });
  await rename(drawing, finished);
} finally {
  await rm(drawing, { recursive: true, force: true });
}
