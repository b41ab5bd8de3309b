//! The practice tenant as a program beside the app, and its control calls.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::secrets::Needles;

/// A running practice tenant. Ends with the value.
pub struct Tenant {
    program: Child,
    /// The line it printed.
    pub line: Value,
    http: reqwest::Client,
}

impl Tenant {
    /// Starts one with these flags besides the usual ones.
    pub fn start(flags: &[&str]) -> Self {
        let mut command = Command::new(practice_tenant_binary());
        command.args(["--listen", "127.0.0.1:0"]).args(flags);
        if let Some(folder) = std::env::var_os("USHER_TEST_ARTIFACTS") {
            command
                .arg("--record")
                .arg(PathBuf::from(folder).join("exchanges"));
        }
        let mut program = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("practice-tenant starts");
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let line = serde_json::from_str(&line).expect("it prints its line");
        Self {
            program,
            line,
            http: reqwest::Client::new(),
        }
    }

    fn text(&self, name: &str) -> &str {
        self.line[name]
            .as_str()
            .unwrap_or_else(|| panic!("the line has no {name}"))
    }

    /// The line with another client id, such as the one that nobody has consented to.
    pub fn line_with_client(&self, name: &str) -> String {
        let mut line = self.line.clone();
        line["clientId"] = self.line[name].clone();
        line.to_string()
    }

    /// The line with another value in it.
    pub fn line_with(&self, name: &str, value: &str) -> String {
        let mut line = self.line.clone();
        line[name] = json!(value);
        line.to_string()
    }

    /// Sign-in name of the account of a kind.
    pub fn account(&self, kind: &str) -> String {
        let accounts = self.line["accounts"].as_array().unwrap();
        let account = accounts
            .iter()
            .find(|account| account["kind"] == kind)
            .unwrap();
        account["upn"].as_str().unwrap().to_owned()
    }

    async fn control(
        &self,
        method: reqwest::Method,
        path: &str,
        body: Option<Value>,
    ) -> (u16, String) {
        let url = format!("{}{path}", self.text("control"));
        let mut request = self
            .http
            .request(method, url)
            .header("x-practice-key", self.text("controlKey"));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// A control call that must succeed; its answer.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        let (status, text) = self.control(reqwest::Method::POST, path, Some(body)).await;
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// The tokens and redeem links that it has issued.
    pub async fn secrets(&self) -> Needles {
        Needles::issued_by(self.text("control"), self.text("controlKey")).await
    }

    /// Takes all faults away.
    pub async fn clear_faults(&self) {
        let (status, text) = self.control(reqwest::Method::DELETE, "/faults", None).await;
        assert_eq!(status, 200, "{text}");
    }

    /// Holds back the answers to eight invitations after the first so many, and lets no more
    /// through, so that a run stays in its middle.
    pub async fn hold_invitations_after(&self, count: usize) {
        let each = json!({ "method": "POST", "path": "/v1.0/invitations", "nth": count + 1 });
        let held = json!({ "match": each, "do": "delay", "delayMs": 3_600_000, "times": 8 });
        self.post("/faults", held).await;
        let each = json!({ "method": "POST", "path": "/v1.0/invitations", "nth": count + 9 });
        let refused = json!({ "match": each, "do": "status", "status": 429, "retryAfter": 120,
            "times": 1_000_000 });
        self.post("/faults", refused).await;
    }

    /// Holds the answer to each invitation back for so long.
    pub async fn slow_invitations(&self, milliseconds: u32) {
        let each = json!({ "method": "POST", "path": "/v1.0/invitations" });
        let slow = json!({ "match": each, "do": "delay", "delayMs": milliseconds,
            "times": 1_000_000 });
        self.post("/faults", slow).await;
    }

    /// Acts as an account that enters the code and accepts.
    pub async fn approve(&self, user_code: &str, kind: &str) {
        let body = json!({ "userCode": user_code, "account": self.account(kind) });
        self.post("/device/approve", body).await;
    }

    /// Acts as an account that opens an administrator's approval link and accepts.
    pub async fn consent(&self, link: &str, kind: &str) {
        let mut page = url::Url::parse(link).unwrap();
        let account = self.account(kind);
        let accept = [
            ("step", "consent"),
            ("answer", "accept"),
            ("account", account.as_str()),
        ];
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(page.query_pairs())
            .extend_pairs(accept)
            .finish();
        page.set_query(None);
        let answer = self
            .http
            .post(page)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await;
        // Where it is accepted it leads to the app's redirect address, where nobody listens.
        let refused = answer.is_ok_and(|answer| !answer.status().is_success());
        assert!(!refused, "{link} was not accepted");
    }

    /// Mails to an address, oldest first.
    pub async fn mails(&self, to: &str) -> Vec<Value> {
        let (_, text) = self
            .control(reqwest::Method::GET, &format!("/mails?to={to}"), None)
            .await;
        serde_json::from_str::<Value>(&text).unwrap()["value"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Every effect that took place, one by one.
    pub async fn effects(&self) -> Vec<Value> {
        let (_, text) = self.control(reqwest::Method::GET, "/ledger", None).await;
        text.lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .flat_map(|line| line["effects"].as_array().unwrap().clone())
            .collect()
    }

    /// How many effects of a kind there are.
    pub async fn count(&self, kind: &str) -> usize {
        self.effects()
            .await
            .iter()
            .filter(|effect| effect["kind"] == kind)
            .count()
    }

    /// A bearer for Graph as the account of a kind, got by device code as any client would.
    pub async fn token(&self, kind: &str) -> String {
        let base = format!(
            "{}/{}/oauth2/v2.0",
            self.text("login"),
            self.text("tenantId")
        );
        let form = |pairs: &[(&str, &str)]| {
            url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(pairs)
                .finish()
        };
        let send = |url: String, body: String| {
            self.http
                .post(url)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body)
                .send()
        };
        let client = self.text("clientId");
        let asked = form(&[
            ("client_id", client),
            ("scope", "https://graph.microsoft.com/.default"),
        ]);
        let code: Value = send(format!("{base}/devicecode"), asked)
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        self.approve(code["user_code"].as_str().unwrap(), kind)
            .await;
        let grant = form(&[
            ("client_id", client),
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", code["device_code"].as_str().unwrap()),
        ]);
        let token: Value = send(format!("{base}/token"), grant)
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        token["access_token"]
            .as_str()
            .unwrap_or_else(|| panic!("no token: {token}"))
            .to_owned()
    }

    /// What Graph lists at a path, as a Global Administrator sees it.
    pub async fn list(&self, path: &str) -> Vec<Value> {
        let token = self.token("globalAdministrator").await;
        let answer: Value = self
            .http
            .get(format!("{}/v1.0{path}", self.text("graph")))
            .bearer_auth(token)
            .header("ConsistencyLevel", "eventual")
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        answer["value"]
            .as_array()
            .unwrap_or_else(|| panic!("{path}: {answer}"))
            .clone()
    }

    /// Invites an address past Usher, as somebody else in the organization may at any time.
    pub async fn invite(&self, address: &str, kind: &str) {
        let answer = self
            .http
            .post(format!("{}/v1.0/invitations", self.text("graph")))
            .bearer_auth(self.token(kind).await)
            .json(
                &json!({ "invitedUserEmailAddress": address, "sendInvitationMessage": true,
                "inviteRedirectUrl": "https://myapps.microsoft.com" }),
            )
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), 201, "{address}");
    }

    /// Names of security groups that anybody with the right may add guests to.
    pub async fn open_groups(&self, count: usize) -> Vec<String> {
        let groups = self.list("/groups?$top=999").await;
        let open = groups.iter().filter(|group| {
            group["mailEnabled"] == false
                && group["securityEnabled"] == true
                && group["groupTypes"] == json!([])
                && group["onPremisesSyncEnabled"] != true
                && group["isAssignableToRole"] != true
        });
        let names: Vec<String> = open
            .take(count)
            .map(|group| group["displayName"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(names.len(), count);
        names
    }

    /// Name of the first group that fits.
    pub async fn group_where(&self, fits: impl Fn(&Value) -> bool) -> String {
        let groups = self.list("/groups?$top=999").await;
        let group = groups
            .iter()
            .find(|group| fits(group))
            .expect("the seed holds such a group");
        group["displayName"].as_str().unwrap().to_owned()
    }

    /// Id of the group of this name.
    pub async fn group_id(&self, name: &str) -> String {
        let groups = self.list("/groups?$top=999").await;
        let group = groups.iter().find(|group| group["displayName"] == name);
        group.expect("it is there")["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Id and name of the group that the account of kind `owner` owns.
    pub async fn owned_group(&self) -> (String, String) {
        let owner = self.account("owner");
        let owned = self
            .list(&format!(
                "/users/{owner}/ownedObjects/microsoft.graph.group"
            ))
            .await;
        let text = |name: &str| owned[0][name].as_str().unwrap().to_owned();
        (text("id"), text("displayName"))
    }

    /// Address and plain name of an accepted guest who is not in a group.
    pub async fn guest_outside(&self, group: &str) -> (String, String) {
        let members = self
            .list(&format!("/groups/{group}/members?$top=999"))
            .await;
        let select = "$select=id,displayName,mail,accountEnabled,externalUserState&$top=999";
        let guests = self
            .list(&format!("/users?$filter=userType%20eq%20'Guest'&{select}"))
            .await;
        let guest = guests
            .iter()
            .find(|guest| {
                guest["externalUserState"] == "Accepted"
                    && guest["accountEnabled"] == true
                    && guest["mail"].is_string()
                    && guest["displayName"]
                        .as_str()
                        .unwrap()
                        .chars()
                        .all(|c| c.is_ascii_alphabetic() || c == ' ')
                    && !members.iter().any(|member| member["id"] == guest["id"])
            })
            .expect("the seed holds one");
        (
            guest["mail"].as_str().unwrap().to_owned(),
            guest["displayName"].as_str().unwrap().to_owned(),
        )
    }

    /// Name of an application that offers several roles to people.
    pub async fn application_with_roles(&self) -> String {
        let filter = "/servicePrincipals?$filter=tags/any(t:t%20eq%20'WindowsAzureActiveDirectoryIntegratedApp')&$top=999";
        let applications = self.list(filter).await;
        let offers = |application: &&Value| {
            application["accountEnabled"] != false
                && application["appRoles"].as_array().unwrap().len() > 1
                && application["appRoles"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|role| {
                        role["isEnabled"] == true
                            && role["allowedMemberTypes"]
                                .as_array()
                                .unwrap()
                                .contains(&json!("User"))
                    })
        };
        let application = applications
            .iter()
            .find(offers)
            .expect("the seed holds one");
        application["displayName"].as_str().unwrap().to_owned()
    }

    /// Value of the first role that an application of this name offers.
    pub async fn role_of(&self, application: &str) -> String {
        let all = self.list("/servicePrincipals?$top=999").await;
        let application = all.iter().find(|one| one["displayName"] == application);
        let role = &application.expect("it is there")["appRoles"][0]["value"];
        role.as_str().unwrap().to_owned()
    }

    /// Address and name of a guest whose invitation is pending, who can sign in, and whose name is plain.
    pub async fn pending_guest(&self) -> (String, String) {
        let select = "$select=id,displayName,mail,accountEnabled,externalUserState&$top=999";
        let guests = self
            .list(&format!("/users?$filter=userType%20eq%20'Guest'&{select}"))
            .await;
        let plain = |guest: &&Value| {
            guest["externalUserState"] == "PendingAcceptance"
                && guest["accountEnabled"] == true
                && guest["mail"].is_string()
                && guest["displayName"]
                    .as_str()
                    .unwrap()
                    .chars()
                    .all(|c| c.is_ascii_alphabetic() || c == ' ')
        };
        let guest = guests.iter().find(plain).expect("the seed holds one");
        (
            guest["mail"].as_str().unwrap().to_owned(),
            guest["displayName"].as_str().unwrap().to_owned(),
        )
    }
}

impl Drop for Tenant {
    fn drop(&mut self) {
        // Already gone is as good.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// The program lies beside the app: both are binaries of this workspace.
pub fn practice_tenant_binary() -> PathBuf {
    std::path::Path::new(env!("CARGO_BIN_EXE_usher-desktop")).with_file_name("practice-tenant")
}
