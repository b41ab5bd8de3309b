"""MSAL Python, unmodified, signs in over TLS by device code."""

import unittest

import msal

from practice import Tenant

SCOPES = ["User.Read", "User.Invite.All"]


class Msal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tenant = Tenant()

    @classmethod
    def tearDownClass(cls):
        cls.tenant.close()

    def application(self, client="clientId"):
        ready = self.tenant.ready
        return msal.PublicClientApplication(
            ready[client],
            authority=f"{ready['login']}/{ready['tenantId']}",
            instance_discovery=False,
        )

    def sign_in(self, application, scopes, kind="globalAdministrator"):
        flow = application.initiate_device_flow(scopes=scopes)
        self.assertIn("user_code", flow, flow)
        status, body = self.tenant.approve(flow["user_code"], kind)
        self.assertEqual(status, 200, body)
        return application.acquire_token_by_device_flow(flow)

    def test_device_code(self):
        application = self.application()
        flow = application.initiate_device_flow(scopes=SCOPES)
        self.assertIn(flow["user_code"], flow["message"])
        # One question before anybody answered: MSAL stops at once with an exit condition.
        pending = application.acquire_token_by_device_flow(flow, exit_condition=lambda _: True)
        self.assertEqual(pending.get("error"), "authorization_pending", pending)
        self.tenant.approve(flow["user_code"], "globalAdministrator")
        tokens = application.acquire_token_by_device_flow(flow)
        self.assertIn("access_token", tokens, tokens)
        account = self.tenant.account("globalAdministrator")
        claims = tokens["id_token_claims"]
        self.assertEqual(claims["oid"], account["id"])
        self.assertEqual(claims["preferred_username"], account["upn"])
        known = application.get_accounts()[0]
        self.assertEqual(known["username"], account["upn"])
        home = f"{account['id']}.{self.tenant.ready['tenantId']}"
        self.assertEqual(known["home_account_id"], home)

    def test_silence(self):
        for scopes in (SCOPES, ["https://graph.microsoft.com/.default"]):
            application = self.application()
            self.assertIn("access_token", self.sign_in(application, scopes))
            account = application.get_accounts()[0]
            before = self.tenant.token_requests()
            cached = application.acquire_token_silent(scopes, account)
            self.assertIn("access_token", cached, cached)
            self.assertEqual(self.tenant.token_requests(), before, "MSAL missed its cache")
            renewed = application.acquire_token_silent(scopes, account, force_refresh=True)
            self.assertIn("access_token", renewed, renewed)
            self.assertEqual(self.tenant.token_requests(), before + 1)

    def test_declined(self):
        application = self.application()
        flow = application.initiate_device_flow(scopes=SCOPES)
        self.tenant.control("/device/deny", {"userCode": flow["user_code"]})
        refused = application.acquire_token_by_device_flow(flow)
        self.assertEqual(refused["error"], "authorization_declined", refused)

    def test_consent(self):
        application = self.application("clientIdUnconsented")
        tokens = self.sign_in(application, ["User.Read"], "member")
        self.assertIn("access_token", tokens, tokens)
        account = application.get_accounts()[0]
        refused = application.acquire_token_silent_with_error(["User.Invite.All"], account)
        self.assertEqual(refused["error"], "invalid_grant", refused)
        self.assertEqual(refused["suberror"], "consent_required", refused)
        self.assertEqual(refused["error_codes"], [65001], refused)
        flow = application.initiate_device_flow(scopes=["User.Invite.All"])
        status, body = self.tenant.approve(flow["user_code"], "member")
        self.assertEqual((status, body["error"]), (409, "consent_required"))

    def test_other_tenants_are_unusable(self):
        with self.assertRaises(ValueError):
            msal.PublicClientApplication(
                self.tenant.ready["clientId"],
                authority=f"{self.tenant.ready['login']}/nobody.example",
                instance_discovery=False,
            )

    def test_a_command_line_s_way(self):
        ready = self.tenant.ready
        application = msal.PublicClientApplication(
            "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
            authority=f"{ready['login']}/organizations",
            instance_discovery=False,
        )
        management = ["https://management.core.windows.net//.default"]
        self.assertIn("access_token", self.sign_in(application, management))
        account = application.get_accounts()[0]
        graph = ["https://graph.microsoft.com//.default"]
        tokens = application.acquire_token_silent_with_error(graph, account)
        self.assertIn("access_token", tokens, tokens)
        before = self.tenant.token_requests()
        application.acquire_token_silent(graph, account)
        self.assertEqual(self.tenant.token_requests(), before, "MSAL missed its cache")


if __name__ == "__main__":
    unittest.main()
