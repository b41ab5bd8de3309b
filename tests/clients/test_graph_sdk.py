"""The Microsoft Graph SDK for Python, unmodified, lists guests and invites one."""

import asyncio
import unittest

from azure.identity import DeviceCodeCredential
from msgraph import GraphServiceClient
from msgraph.generated.models.invitation import Invitation
from msgraph.generated.users.users_request_builder import UsersRequestBuilder

from practice import Tenant

GUESTS = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
    filter="userType eq 'Guest'",
    select=["id", "displayName", "mail", "userType", "externalUserState"],
    top=50,
)


class GraphSdk(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.tenant = Tenant()

    @classmethod
    def tearDownClass(cls):
        cls.tenant.close()

    async def asyncSetUp(self):
        # The debug mode of unittest's loop reports every call that takes 100 ms.
        asyncio.get_running_loop().set_debug(False)

    def client(self, kind="globalAdministrator"):
        ready = self.tenant.ready
        credential = DeviceCodeCredential(
            client_id=ready["clientId"],
            tenant_id=ready["tenantId"],
            authority=ready["login"],
            disable_instance_discovery=True,
            prompt_callback=lambda _, user_code, __: self.tenant.approve(user_code, kind),
        )
        client = GraphServiceClient(
            credentials=credential, scopes=["https://graph.microsoft.com/.default"]
        )
        client.request_adapter.base_url = ready["graph"] + "/v1.0"
        return client

    async def test_lists_guests_and_invites_one(self):
        client = self.client()
        me = await client.me.get()
        self.assertEqual(me.id, self.tenant.account("globalAdministrator")["id"])

        configuration = UsersRequestBuilder.UsersRequestBuilderGetRequestConfiguration(
            query_parameters=GUESTS
        )
        page = await client.users.get(request_configuration=configuration)
        guests = list(page.value)
        while page.odata_next_link:
            page = await client.users.with_url(page.odata_next_link).get()
            guests.extend(page.value)
        self.assertGreaterEqual(len(guests), 300)
        self.assertEqual({guest.user_type for guest in guests}, {"Guest"})
        self.assertEqual(len({guest.id for guest in guests}), len(guests))

        address = "new.partner@sdk.example"
        invitation = Invitation(
            invited_user_email_address=address,
            invite_redirect_url="https://myapps.microsoft.com/",
            send_invitation_message=True,
        )
        invited = await client.invitations.post(invitation)
        self.assertEqual(invited.status, "PendingAcceptance")
        again = await client.invitations.post(invitation)
        self.assertEqual(again.invited_user.id, invited.invited_user.id)
        _, mails = self.tenant.control(f"/mails?to={address}")
        self.assertEqual(len(mails["value"]), 2)
        _, redeemed = self.tenant.control("/redeem", {"address": address})
        self.assertEqual(redeemed, {"userId": invited.invited_user.id, "state": "Accepted"})
        guest = await client.users.by_user_id(invited.invited_user.id).get()
        self.assertEqual(guest.mail, address)


if __name__ == "__main__":
    unittest.main()
