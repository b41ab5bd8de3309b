"""Starts the built practice tenant over TLS and speaks to its control calls."""

import json
import os
import ssl
import subprocess
import tempfile
import urllib.error
import urllib.request


def record():
    """The flags that leave what Graph was asked and answered with the artifacts of a run."""
    artifacts = os.environ.get("USHER_TEST_ARTIFACTS")
    return ["--record", os.path.join(artifacts, "exchanges")] if artifacts else []


class Tenant:
    """A running tenant; its certificate authority is trusted by this process while it runs."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [os.environ["USHER_PRACTICE_TENANT_BIN"], "--tls-dir", self.folder.name, *record()],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the practice tenant ended with {self.process.wait()}")
        self.ready = json.loads(line)
        # requests and httpx read these; nothing is installed in the system.
        os.environ["REQUESTS_CA_BUNDLE"] = self.ready["ca"]
        os.environ["SSL_CERT_FILE"] = self.ready["ca"]
        os.environ["NO_PROXY"] = "localhost,127.0.0.1"
        self.trust = ssl.create_default_context(cafile=self.ready["ca"])

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=10)
        self.process.stdout.close()
        self.folder.cleanup()

    def account(self, kind):
        return next(account for account in self.ready["accounts"] if account["kind"] == kind)

    def control(self, path, body=None):
        """A control call; returns the status and the JSON."""
        request = urllib.request.Request(
            self.ready["control"] + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "x-practice-key": self.ready["controlKey"],
                "content-type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, context=self.trust) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)

    def approve(self, user_code, kind):
        body = {"userCode": user_code, "account": self.account(kind)["upn"]}
        return self.control("/device/approve", body)

    def token_requests(self):
        """How many token requests were answered so far."""
        _, counted = self.control("/requests")
        return sum(
            line["count"] for line in counted["value"] if line["pattern"].endswith("/v2.0/token")
        )
