import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("the built window", () => {
  it("holds no fixtures, no inline script, and the element that carries the nonce", async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = "production";
    const output = (await build({
      root,
      mode: "production",
      logLevel: "silent",
      build: { write: false },
    })) as Rolldown.RolldownOutput;
    process.env.NODE_ENV = before;
    const text = (file: Rolldown.OutputChunk | Rolldown.OutputAsset): string =>
      file.type === "chunk" ? file.code : String(file.source);
    for (const file of output.output) {
      expect(text(file)).not.toContain("No fixture answers");
    }
    const page = output.output.find((file) => file.fileName === "index.html");
    const html = page ? text(page) : "";
    expect(html).toMatch(/<style id="griffel">\s*\S/u);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/u);
    expect(html).not.toMatch(/\sstyle="/u);
  });
});
