//! Any provider, by HTTP: a JSON body after a template, signed as Standard Webhooks 1.0 has it
//! (`webhook-id`, `webhook-timestamp`, `webhook-signature`), so that who receives it can tell who sent it and how often.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{NotSent, Text};

/// An answer that takes longer is none.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Busy, too fast, too slow: the same message may go later.
const LATER: [u16; 3] = [408, 425, 429];

/// Cheap to clone.
#[derive(Clone)]
pub struct Webhook(Arc<Parts>);

struct Parts {
    agent: ureq::Agent,
    url: String,
    secret: Vec<u8>,
    template: Value,
    /// Name and value of one more header, such as a provider's key.
    header: Option<(String, String)>,
}

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    #[error("the webhook's address {0:?} is no http: or https: URL")]
    Url(String),
    #[error("the webhook's secret begins with whsec_, and what follows is not base64")]
    Secret,
    #[error("the webhook's template is not JSON: {0}")]
    Template(serde_json::Error),
    #[error("the webhook's template names no {{phone}}, or neither {{text}} nor {{code}}")]
    Incomplete,
    #[error("the webhook's header is not written as Name: value")]
    Header,
}

impl Webhook {
    /// A `secret` that begins with `whsec_` is base64 from there on, as the specification writes them; any other is its own
    /// bytes. `template` is JSON in whose strings `{id}`, `{phone}`, `{kind}` (code, news or shift), `{text}` and `{code}`
    /// stand for what is sent; `header` is one more header, `Name: value`.
    pub fn new(url: &str, secret: &str, template: Option<&str>, header: Option<&str>) -> Result<Self, WebhookError> {
        let uri: Option<ureq::http::Uri> = url.parse().ok();
        if !uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some()) {
            return Err(WebhookError::Url(url.to_owned()));
        }
        let secret = match secret.strip_prefix("whsec_") {
            Some(encoded) => STANDARD.decode(encoded).map_err(|_| WebhookError::Secret)?,
            None => secret.into(),
        };
        let template = match template {
            Some(text) => serde_json::from_str(text).map_err(WebhookError::Template)?,
            None => json!({ "id": "{id}", "phone": "{phone}", "kind": "{kind}", "text": "{text}", "code": "{code}" }),
        };
        let names = template.to_string();
        if !names.contains("{phone}") || !(names.contains("{text}") || names.contains("{code}")) {
            return Err(WebhookError::Incomplete);
        }
        let header = match header {
            Some(line) => {
                let (name, value) = line.split_once(':').ok_or(WebhookError::Header)?;
                let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
                let is_good = ureq::http::HeaderName::try_from(&name).is_ok()
                    && ureq::http::HeaderValue::try_from(&value).is_ok();
                Some((name, value)).filter(|_| is_good).ok_or(WebhookError::Header).map(Some)?
            }
            None => None,
        };
        let config =
            ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).max_redirects(0).http_status_as_error(false);
        let parts = Parts { agent: config.build().into(), url: url.to_owned(), secret, template, header };
        Ok(Self(Arc::new(parts)))
    }

    pub(super) async fn send(&self, text: Text<'_>) -> Result<(), NotSent> {
        let body = filled(&self.0.template, &text).to_string();
        let (parts, id) = (self.0.clone(), text.id.to_string());
        let sending = tokio::task::spawn_blocking(move || parts.post(&id, &body));
        sending.await.unwrap_or_else(|error| Err(NotSent::Now(error.to_string())))
    }
}

impl Parts {
    fn post(&self, id: &str, body: &str) -> Result<(), NotSent> {
        // The provider's clock judges it, not that of a test.
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut request = self
            .agent
            .post(&self.url)
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", now.to_string())
            .header("webhook-signature", signature(&self.secret, id, now, body));
        if let Some((name, value)) = &self.header {
            request = request.header(name, value);
        }
        // The error's own words could quote the address, which may hold a provider's key.
        let answer = request.send(body).map_err(|_| NotSent::Now("the provider could not be reached".to_owned()))?;
        match answer.status().as_u16() {
            200..=299 => Ok(()),
            status if status >= 500 || LATER.contains(&status) => Err(NotSent::Now(format!("status {status}"))),
            status => Err(NotSent::Ever(format!("status {status}"))),
        }
    }
}

/// The address and the secret are nobody's business who reads a log.
impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Webhook")
    }
}

/// The template with its names filled in, string by string: what is put in can never become structure.
fn filled(template: &Value, text: &Text<'_>) -> Value {
    match template {
        Value::String(pattern) => Value::String(fill(pattern, text)),
        Value::Array(items) => items.iter().map(|item| filled(item, text)).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), filled(value, text))).collect(),
        other => other.clone(),
    }
}

/// In one pass, so that nothing that was put in is taken for a name.
fn fill(pattern: &str, text: &Text<'_>) -> String {
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let named = from.find('}').and_then(|end| Some((value(&from[1..end], text)?, end + 1)));
        let (put, taken) = named.unwrap_or_else(|| ("{".to_owned(), 1));
        filled.push_str(&put);
        rest = &from[taken..];
    }
    filled + rest
}

fn value(name: &str, text: &Text<'_>) -> Option<String> {
    Some(match name {
        "id" => text.id.to_string(),
        "phone" => text.phone.to_owned(),
        "kind" => text.kind.as_str().to_owned(),
        "text" => text.words.to_owned(),
        "code" => text.code.to_owned(),
        _ => return None,
    })
}

/// Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`.
fn signature(secret: &[u8], id: &str, timestamp: u64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::{super::Kind, Text, Webhook, WebhookError, filled, signature};

    fn text(words: &str) -> Text<'_> {
        Text { id: Uuid::nil(), phone: "13800000000", kind: Kind::News, words, code: "" }
    }

    #[test]
    fn a_template_is_filled_in_and_stays_json() {
        let template =
            json!({ "to": ["+86{phone}"], "n": 1, "body": "[{kind}] {text} {other} {", "sub": { "c": "{code}" } });
        let hostile = "\"}, {phone} \\ \n";
        let expected = json!({
            "to": ["+8613800000000"], "n": 1,
            "body": format!("[news] {hostile} {{other}} {{"), "sub": { "c": "" },
        });
        assert_eq!(filled(&template, &text(hostile)), expected);
    }

    /// The example of the specification's own test vectors.
    #[test]
    fn the_signature_is_that_of_the_specification() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let webhook = Webhook::new("https://sms.example", secret, None, None).unwrap();
        let body = "{\"test\": 2432232314}";
        let signed = signature(&webhook.0.secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_wrong_configuration_is_told() {
        let new = |url, template, header| Webhook::new(url, "secret", template, header).map(|_| ());
        assert!(new("https://sms.example/send", None, Some("Authorization: Bearer x")).is_ok());
        assert!(matches!(new("sms.example", None, None), Err(WebhookError::Url(_))));
        assert!(matches!(new("ftp://sms.example", None, None), Err(WebhookError::Url(_))));
        assert!(matches!(new("https://sms.example", Some("{"), None), Err(WebhookError::Template(_))));
        let nobody = Some("{\"text\": \"{text}\"}");
        assert!(matches!(new("https://sms.example", nobody, None), Err(WebhookError::Incomplete)));
        assert!(matches!(new("https://sms.example", None, Some("Bearer")), Err(WebhookError::Header)));
        let broken = Webhook::new("https://sms.example", "whsec_%", None, None);
        assert!(matches!(broken, Err(WebhookError::Secret)));
    }
}
