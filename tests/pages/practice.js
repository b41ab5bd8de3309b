// Starts the built practice tenant and opens Chromium in front of it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A running tenant: what it said about itself, and its control calls. */
export async function startTenant() {
  const artifacts = process.env.USHER_TEST_ARTIFACTS;
  const flags = artifacts ? ["--record", join(artifacts, "exchanges")] : [];
  const child = spawn(process.env.USHER_PRACTICE_TENANT_BIN, flags, {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const ready = JSON.parse(line);

  const post = async (url, headers, body) => {
    const answer = await fetch(url, { method: "POST", headers, body });
    return { status: answer.status, body: await answer.json() };
  };
  const protocol = (endpoint, fields) =>
    post(`${ready.login}/${ready.tenantId}/oauth2/v2.0/${endpoint}`, {}, new URLSearchParams(fields));

  return {
    ready,
    account: (kind) => ready.accounts.find((account) => account.kind === kind),
    control: (path, body) =>
      post(
        ready.control + path,
        { "x-practice-key": ready.controlKey, "content-type": "application/json" },
        JSON.stringify(body),
      ),
    device: async (clientId, scope) =>
      (await protocol("devicecode", { client_id: clientId, scope })).body,
    poll: (clientId, device) =>
      protocol("token", {
        grant_type: "device_code",
        client_id: clientId,
        device_code: device.device_code,
      }),
    graph: async (token, path, body) =>
      post(
        ready.graph + path,
        { authorization: `Bearer ${token}`, "content-type": "application/json" },
        JSON.stringify(body),
      ),
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** The system's Chromium. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.USHER_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
}

/**
 * A page that reports what must never happen: requests that leave the tenant, violations of the
 * content security policy, script errors.
 */
export async function openPage(browser, origin) {
  const context = await browser.newContext({ viewport: { width: 900, height: 800 } });
  const page = await context.newPage();
  const trouble = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) trouble.push(`left for ${url}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of [45]\d\d/.test(message.text())) {
      trouble.push(message.text());
    }
  });
  page.on("pageerror", (error) => trouble.push(String(error)));
  return { context, page, trouble };
}

/** Every violation that axe finds on the page, in light and in dark. */
export async function violations(page) {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const violation of result.violations) {
      const nodes = violation.nodes.map((node) => node.target.join(" ")).join(", ");
      found.push(`${colorScheme}: ${violation.id} (${violation.help}) at ${nodes}`);
    }
  }
  return found;
}
