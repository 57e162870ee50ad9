//! Signing in: a code to the phone, and the words that one agrees to the first time.

use serde::{Deserialize, Serialize};

use super::{Me, Phone};
use crate::{
    endpoint::{Endpoint, Method, Query},
    problem::{FieldError, Issue},
    slug_enum,
    validate::{Faults, Validate},
};

/// Digits of a one-time code.
pub const CODE_DIGITS: usize = 6;
/// How long a code is good for, in seconds.
pub const CODE_SECONDS: u32 = 5 * 60;
/// Wrong tries that a code survives but one: with the last it is spent.
pub const CODE_TRIES: u32 = 5;
/// Seconds between two codes to one number.
pub const RESEND_SECONDS: u32 = 60;
/// Codes to one number in 24 hours.
pub const CODES_A_DAY: u32 = 10;

/// The version of the words that a person agrees to at the first sign-in. A change of their meaning raises it, and
/// everybody is asked again.
pub const CONSENT_VERSION: u32 = 2;

/// A cookie that the app reads: somebody signed in here and has not signed out. The app sets it, and the server where a
/// sign-in leads through it.
pub const SIGNED_IN_MARK: &str = "signed-in=yes";

slug_enum! {
    /// What a code is good for: one that was sent for one thing opens no other.
    pub enum Purpose {
        SignIn = "sign_in",
        /// To a new number of an account.
        ChangePhone = "change_phone",
    }
}

/// The digits of a code as people type and paste them; none if there are not six.
pub fn digits(typed: &str) -> Option<String> {
    let mut digits = String::new();
    for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        match c {
            '0'..='9' => digits.push(c),
            '０'..='９' => digits.push(char::from(b'0' + (c as u32 - '０' as u32) as u8)),
            _ => return None,
        }
    }
    (digits.len() == CODE_DIGITS).then_some(digits)
}

fn check_phone(faults: &mut Faults, phone: &str) {
    faults.add_if(phone.parse::<Phone>().is_err(), "phone", Issue::InvalidPhone);
}

fn check_code(faults: &mut Faults, code: &str) {
    faults.add_if(digits(code).is_none(), "code", Issue::Invalid);
}

/// Asks for a code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCode {
    /// As typed; see [`Phone`].
    pub phone: String,
    pub purpose: Purpose,
}

impl Validate for NewCode {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        check_phone(&mut faults, &self.phone);
        faults.into_result()
    }
}

/// A code is on its way. The answer is the same whether or not the number has an account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeSent {
    /// Seconds until another may be asked for.
    pub resend_after: u32,
    /// Seconds for which it is good.
    pub good_for: u32,
    /// Only in a demonstration, which sends nothing: the code itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo_code: Option<String>,
}

/// A number with the code that it was sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PhoneAndCode {
    pub phone: String,
    pub code: String,
    /// The [`CONSENT_VERSION`] that the person agreed to. A number without an account needs it: `consent_needed` without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<u32>,
}

impl Validate for PhoneAndCode {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        check_phone(&mut faults, &self.phone);
        check_code(&mut faults, &self.code);
        faults.add_if(self.consent.is_some_and(|version| version != CONSENT_VERSION), "consent", Issue::Invalid);
        faults.into_result()
    }
}

/// Numbers and codes reach no log by way of `{:?}`.
macro_rules! debug_shows_nothing {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(……)"))
            }
        }
    )+};
}
debug_shows_nothing!(NewCode, CodeSent, PhoneAndCode);

/// The ways in that this server has, besides the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInWays {
    /// Through WeChat, at [`wechat_path`], where the app is open in it. The first time the phone is asked as well.
    pub wechat: bool,
    /// This is a demonstration: codes are shown instead of sent.
    pub demo: bool,
}

/// A page to go to, and not a request to send: it leads to WeChat and back.
pub const WECHAT_PATH: &str = "/api/v1/account/wechat";
/// Where WeChat leads back to.
pub const WECHAT_BACK_PATH: &str = "/api/v1/account/wechat/back";

/// [`WECHAT_PATH`] for coming back to a page of the app.
pub fn wechat_path(to: Option<&str>) -> String {
    Query::new().with_some("to", to).on(WECHAT_PATH)
}

/// Characters of a page's path at most.
const MAX_PAGE: usize = 100;

/// Whether a way through another site may lead back to this path: one that a page of the app could have. Letters, digits,
/// dashes and slashes lead to no other site, and nothing of the API is a page.
pub fn is_page(path: &str) -> bool {
    let is_plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-'));
    is_plain && path.starts_with('/') && !path.contains("//") && path.len() <= MAX_PAGE && !path.starts_with("/api")
}

/// The app's sign-in page, which leads back to a page of the app.
pub fn sign_in_page(to: Option<&str>) -> String {
    leading_back("/sign-in", to)
}

/// The app's page for the second factor, which leads back to a page of the app.
pub fn second_factor_page(to: Option<&str>) -> String {
    leading_back("/account/second-factor", to)
}

fn leading_back(page: &str, to: Option<&str>) -> String {
    // A page's path needs no encoding.
    to.filter(|to| is_page(to)).map_or_else(|| page.to_owned(), |to| format!("{page}?to={to}"))
}

/// Where a way in ends that was for no page in particular.
pub const ACCOUNT_PAGE: &str = "/account";

slug_enum! {
    /// Why the way through WeChat leads to the sign-in page.
    pub enum WechatEnd {
        /// This WeChat has no account yet: the next sign-in by phone links them.
        Link = "link",
        /// WeChat or the person refused, or it took too long.
        Failed = "failed",
    }
}

impl WechatEnd {
    /// The app's sign-in page, which reads why from its query, and after that leads to the page that one came for.
    pub fn page(self, to: Option<&str>) -> String {
        // A page's path needs no encoding.
        let to = to.filter(|to| is_page(to)).map(|to| format!("&to={to}")).unwrap_or_default();
        format!("/sign-in?wechat={self}{to}")
    }
}

pub struct GetSignInWays;

impl Endpoint for GetSignInWays {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/account/ways";
    const SUMMARY: &'static str = "The ways of signing in that this server has";
    type Request = ();
    type Answer = SignInWays;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}

pub struct SendCode(pub NewCode);

impl Endpoint for SendCode {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/codes";
    const SUMMARY: &'static str = "Send a one-time code to a phone: one a minute, ten a day";
    type Request = NewCode;
    type Answer = CodeSent;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&NewCode> {
        Some(&self.0)
    }
}

pub struct SignIn(pub PhoneAndCode);

impl Endpoint for SignIn {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/sign-in";
    const SUMMARY: &'static str =
        "Sign in with a code; makes the account of a new number, and sets the session's cookie";
    type Request = PhoneAndCode;
    type Answer = Me;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&PhoneAndCode> {
        Some(&self.0)
    }
}

pub struct SignOut;

impl Endpoint for SignOut {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/sign-out";
    const SUMMARY: &'static str = "End this session";
    type Request = ();
    type Answer = ();

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&()> {
        Some(&())
    }
}

#[cfg(test)]
mod tests {
    use super::{NewCode, Purpose, WechatEnd, digits, is_page, wechat_path};

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(digits(" 123 456 ").as_deref(), Some("123456"));
        assert_eq!(digits("１２３－４５６"), None);
        assert_eq!(digits("１２３４５６").as_deref(), Some("123456"));
        for wrong in ["", "12345", "1234567", "12345a"] {
            assert_eq!(digits(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_the_apps_own_pages_are_led_back_to() {
        for page in ["/", "/mine", "/cases/16004711", "/admin/cases/16004711"] {
            assert!(is_page(page), "{page}");
        }
        for other in [
            "",
            "mine",
            "//evil.example",
            "/\\evil.example",
            "/mine//evil",
            "https://evil.example",
            "/mine?x=1",
            "/%2f/evil",
            "/mine\r\nx",
            "/@evil",
            "/api/v1/account/wechat",
        ] {
            assert!(!is_page(other), "{other}");
        }
        assert_eq!(WechatEnd::Link.page(Some("/mine")), "/sign-in?wechat=link&to=/mine");
        assert_eq!(WechatEnd::Failed.page(Some("//evil.example")), "/sign-in?wechat=failed");
        assert_eq!(wechat_path(Some("/mine")), "/api/v1/account/wechat?to=%2Fmine");
    }

    #[test]
    fn a_number_is_not_printed_by_debug() {
        let code = NewCode { phone: "13800000001".into(), purpose: Purpose::SignIn };
        assert!(!format!("{code:?}").contains("138"));
    }
}
