import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { openBrowser, openPage, startTenant, violations } from "./practice.js";

const LANDING = "https://app.partner-portal.example/welcome";

describe("outbox and redemption pages", () => {
  let tenant, browser, context, page, trouble, token;

  before(async () => {
    tenant = await startTenant();
    browser = await openBrowser();
    const device = await tenant.device(tenant.ready.clientId, "User.Invite.All User.Read.All");
    const account = tenant.account("globalAdministrator").upn;
    await tenant.control("/device/approve", { userCode: device.user_code, account });
    token = (await tenant.poll(tenant.ready.clientId, device)).body.access_token;
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

  const press = (name) => page.getByRole("button", { name }).click();

  async function shows(name) {
    await page.getByRole("heading", { level: 1, name }).waitFor();
    assert.deepEqual(await violations(page), [], `axe at ${name}`);
  }

  async function invite(address, message) {
    const { status, body } = await tenant.graph(token, "/v1.0/invitations", {
      invitedUserEmailAddress: address,
      inviteRedirectUrl: LANDING,
      sendInvitationMessage: true,
      invitedUserMessageInfo: { customizedMessageBody: message },
    });
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }

  async function openMail(address) {
    await page.goto(tenant.ready.outbox);
    await page.getByRole("textbox", { name: "Recipient" }).fill(address);
    await press("Find");
    await page.getByRole("row", { name: address }).getByRole("link").first().click();
  }

  it("is empty at first", async () => {
    await page.goto(tenant.ready.outbox);
    await shows("Outbox");
    await page.getByText("No mail yet").waitFor();
  });

  it("leads a guest from the mail to the doorstep", async () => {
    const address = "ana@new-partner.example";
    const message = "Welcome <script>alert(1)</script> Ana\nSee you \u202Esoon";
    const invitation = await invite(address, message);
    await page.goto(tenant.ready.outbox);
    await shows("Outbox");
    await openMail(address);
    await shows(/invited you to access applications within their organization/);
    await page.getByText("Welcome <script>alert(1)</script> Ana").waitFor();
    await page.getByText("[U+202E]").waitFor();
    await page.getByText(LANDING).waitFor();

    await page.getByRole("link", { name: "Accept invitation" }).click();
    await shows("Choose an account");
    await press("Use another account");
    await shows("The invitation cannot be accepted");
    await press("Back to the account choice");
    await press(address);
    await shows("Review permissions");
    await press("Accept");
    await shows("The guest would now land on");
    await page.getByText(LANDING).waitFor();
    assert.equal(await page.getByRole("link").count(), 0, "nothing leads away");

    const answer = await fetch(
      `${tenant.ready.graph}/v1.0/users/${invitation.invitedUser.id}?$select=externalUserState`,
      { headers: { authorization: `Bearer ${token}` } },
    );
    assert.equal((await answer.json()).externalUserState, "Accepted");
  });

  it("cancels, and turns an older link away", async () => {
    const address = "twice@new-partner.example";
    const first = await invite(address, "first");
    await invite(address, "second");
    const older = new URL(first.inviteRedeemUrl);
    await page.goto(tenant.ready.login + older.pathname + older.search);
    await shows("The invitation cannot be accepted");
    await page.getByText("A newer invitation was sent").waitFor();
    await openMail(address);
    await page.getByRole("link", { name: "Accept invitation" }).click();
    await press(address);
    await press("Cancel");
    await shows("You cancelled");
  });

  it("fits a narrow window", async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    const address = `${"long".repeat(12)}@${"narrow-".repeat(6)}partner.example`;
    await invite(address, "word".repeat(200));
    await openMail(address);
    await shows(/invited you/);
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok((await overflow()) <= 0, "the mail is wider than the window");
    await page.getByRole("link", { name: "Accept invitation" }).click();
    await shows("Choose an account");
    assert.ok((await overflow()) <= 0, "the page is wider than the window");
  });

  it("says that a mail is not there", async () => {
    await page.goto(`${tenant.ready.outbox}/00000000-0000-0000-0000-000000000000`);
    await shows("No such mail");
  });
});
