//! What we ask WeChat's servers. What goes wrong is said in words for the log, which hold neither secret nor token.

use std::time::Duration;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

const TIMEOUT: Duration = Duration::from_secs(5);

/// The access token was revoked or ran out before its time.
const STALE_TOKEN: [i64; 3] = [40_001, 40_014, 42_001];

/// Every question waits for its answer: ask on a thread that may.
pub(super) struct Servers {
    agent: ureq::Agent,
    base: String,
    app_id: String,
    secret: String,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

#[derive(Deserialize)]
pub(super) struct Ticket {
    pub(super) ticket: String,
    /// Seconds.
    pub(super) expires_in: i64,
}

#[derive(Deserialize)]
struct Person {
    openid: String,
    /// 1 for somebody made up, who looks at a page that WeChat shows without the person's leave.
    #[serde(default)]
    is_snapshotuser: u8,
}

impl Servers {
    pub(super) fn new(app_id: &str, secret: String, base: &str) -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).max_redirects(0);
        Self {
            agent: config.build().into(),
            base: base.trim_end_matches('/').to_owned(),
            app_id: app_id.to_owned(),
            secret,
        }
    }

    /// A new ticket to sign pages with.
    pub(super) fn ticket(&self) -> Result<Ticket, String> {
        match self.ask_ticket(&self.token(false)?) {
            Err(Refused::Code(code)) if STALE_TOKEN.contains(&code) => {
                self.ask_ticket(&self.token(true)?).map_err(Refused::words)
            }
            answer => answer.map_err(Refused::words),
        }
    }

    /// The id of the person that a code is about. A code is good once, for five minutes.
    pub(super) fn person(&self, code: &str) -> Result<String, String> {
        let request = self
            .agent
            .get(format!("{}/sns/oauth2/access_token", self.base))
            .query("appid", &self.app_id)
            .query("secret", &self.secret)
            .query("code", code)
            .query("grant_type", "authorization_code");
        match read::<Person>(request.call()).map_err(Refused::words)? {
            Person { is_snapshotuser: 0, openid } if !openid.is_empty() => Ok(openid),
            _ => Err("nobody in particular".to_owned()),
        }
    }

    /// The stable token: asked by POST, so that the secret is in no URL, and the same for several servers.
    fn token(&self, anew: bool) -> Result<String, String> {
        let body = json!({
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.secret,
            "force_refresh": anew,
        });
        let answer = self.agent.post(format!("{}/cgi-bin/stable_token", self.base)).send_json(body);
        read::<Token>(answer).map(|token| token.access_token).map_err(Refused::words)
    }

    fn ask_ticket(&self, token: &str) -> Result<Ticket, Refused> {
        let request = self.agent.get(format!("{}/cgi-bin/ticket/getticket", self.base));
        read(request.query("access_token", token).query("type", "jsapi").call())
    }
}

enum Refused {
    /// `errcode` of WeChat's answer.
    Code(i64),
    NotReached,
    Unreadable,
}

impl Refused {
    fn words(self) -> String {
        match self {
            Self::Code(code) => format!("errcode {code}"),
            Self::NotReached => "not reached".to_owned(),
            Self::Unreadable => "an answer that cannot be read".to_owned(),
        }
    }
}

fn read<T: DeserializeOwned>(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<T, Refused> {
    let mut answer = answer.map_err(|_| Refused::NotReached)?;
    let value: Value = answer.body_mut().read_json().map_err(|_| Refused::Unreadable)?;
    match value["errcode"].as_i64() {
        Some(code) if code != 0 => Err(Refused::Code(code)),
        _ => serde_json::from_value(value).map_err(|_| Refused::Unreadable),
    }
}
