import { describe, expect, it } from "vitest";
import { domainHue, initials } from "@/components/person";
import { textParts, visibleText } from "@/components/visible-text";

describe("visible text", () => {
  it("leaves ordinary text alone, whatever its script", () => {
    for (const text of ["Nguyễn Thu Hà", "فاطمة الزهراء", "<b>&amp;</b>", "José 👩"]) {
      expect(visibleText(text)).toBe(text);
    }
  });

  it("spells out what cannot be seen", () => {
    expect(visibleText("Ana \u202Egnp.exe")).toBe("Ana [U+202E]gnp.exe");
    expect(visibleText("a\u200Bb\uFEFF")).toBe("a[U+200B]b[U+FEFF]");
    expect(visibleText("tag\u{E0041}")).toBe("tag[U+E0041]");
    expect(visibleText("line\nbreak")).toBe("line[U+000A]break");
  });

  it("names each invisible character", () => {
    expect(textParts("x\u2066y")).toEqual([
      { text: "x" },
      { text: "U+2066", hiddenName: "left-to-right isolate" },
      { text: "y" },
    ]);
  });
});

describe("persons", () => {
  it("takes initials of the first and last word", () => {
    expect(initials("Mei-Lin Okafor")).toBe("MO");
    expect(initials("tomás")).toBe("T");
    expect(initials("\u202E")).toBe("");
  });

  it("gives a domain one hue, whatever its letter case", () => {
    expect(domainHue("Fabrikam.com")).toBe(domainHue("fabrikam.com"));
  });
});
