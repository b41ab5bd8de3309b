import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { openBrowser, openPage, startTenant, violations } from "./practice.js";

const MORE = "User.Read User.Invite.All User.Read.All";

describe("sign-in pages", () => {
  let tenant, browser, context, page, trouble;

  before(async () => {
    tenant = await startTenant();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await tenant?.stop();
  });
  beforeEach(async () => {
    ({ context, page, trouble } = await openPage(browser, tenant.ready.login));
  });
  afterEach(async () => {
    await context.close();
    assert.deepEqual(trouble, []);
  });

  const heading = (name) => page.getByRole("heading", { level: 1, name });
  const press = (name) => page.getByRole("button", { name }).click();
  const choose = (kind) => press(tenant.account(kind).upn);

  async function shows(name) {
    await heading(name).waitFor();
    assert.deepEqual(await violations(page), [], `axe at ${name}`);
  }

  async function enter(code) {
    await page.goto(`${tenant.ready.login}/devicelogin`);
    await page.getByRole("textbox", { name: "Code" }).fill(code);
    await press("Next");
  }

  it("signs a person in, by keyboard alone", async () => {
    const device = await tenant.device(tenant.ready.clientId, "User.Read");
    await page.goto(device.verification_uri);
    await shows("Enter code to allow access");
    await page.keyboard.type(device.user_code.toLowerCase());
    await page.keyboard.press("Enter");
    await shows("Choose an account");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await shows(/^Are you trying to sign in to/);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await shows(/^You have signed in to/);
    const { status, body } = await tenant.poll(tenant.ready.clientId, device);
    assert.equal(status, 200);
    const claims = JSON.parse(Buffer.from(body.access_token.split(".")[1], "base64url"));
    assert.equal(claims.upn, tenant.ready.accounts[0].upn);
  });

  it("says that a code is wrong, and keeps what was typed", async () => {
    await enter("WRONGCODE");
    await page.getByRole("alert").waitFor();
    const field = page.getByRole("textbox", { name: "Code" });
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.equal(await field.inputValue(), "WRONGCODE");
    await shows("Enter code to allow access");
  });

  it("cancels", async () => {
    const device = await tenant.device(tenant.ready.clientId, "User.Read");
    await enter(device.user_code);
    await choose("member");
    await press("Cancel");
    await shows("You cancelled the sign-in");
    const { body } = await tenant.poll(tenant.ready.clientId, device);
    assert.equal(body.error, "authorization_declined");
  });

  it("refuses an account that is not there", async () => {
    const device = await tenant.device(tenant.ready.clientId, "User.Read");
    await enter(device.user_code);
    await page.getByText("Use another account").click();
    await page.getByRole("textbox", { name: "User principal name" }).fill("nobody@nowhere.example");
    await press("Next");
    await page.getByRole("alert").getByText("AADSTS50034").waitFor();
    await shows("Choose an account");
  });

  it("asks an administrator for consent and turns others away", async () => {
    const client = tenant.ready.clientIdUnconsented;
    const device = await tenant.device(client, MORE);
    await enter(device.user_code);
    await choose("member");
    await press("Continue");
    await shows("Need admin approval");
    await page.getByText("AADSTS90094").waitFor();
    await press("Use another account");
    await choose("globalAdministrator");
    await press("Continue");
    await shows("Permissions requested");
    await page.getByText("User.Invite.All").waitFor();
    await page.getByRole("checkbox", { name: "Consent on behalf of your organization" }).check();
    await press("Accept");
    await shows(/^You have signed in to/);
    assert.equal((await tenant.poll(client, device)).status, 200);
    // The consent was for everybody.
    const other = await tenant.device(client, MORE);
    const body = { userCode: other.user_code, account: tenant.account("member").upn };
    assert.equal((await tenant.control("/device/approve", body)).status, 200);
    await tenant.control("/reset", {});
  });

  it("takes an administrator through the admin consent link", async () => {
    const { login, tenantId, clientIdUnconsented } = tenant.ready;
    const query = new URLSearchParams({ client_id: clientIdUnconsented, scope: MORE, state: "1" });
    await page.goto(`${login}/${tenantId}/v2.0/adminconsent?${query}`);
    await shows("Choose an account");
    await choose("globalAdministrator");
    await shows("Permissions requested");
    await press("Accept");
    await shows("Permissions granted");
    await tenant.control("/reset", {});
  });

  it("says what it does not offer", async () => {
    const { login, tenantId } = tenant.ready;
    await page.goto(`${login}/${tenantId}/oauth2/v2.0/authorize`);
    await shows("Browser sign-in is not offered here");
    await page.goto(`${login}/${tenantId}/oauth2/v2.0/logout`);
    await shows("You signed out");
    await page.goto(`${login}/nobody.example/v2.0/adminconsent`);
    await shows("There is a problem");
  });
});
