//! What kind of device signs in: two words out of its `User-Agent`, enough to know one's own devices by. The rest of it
//! is kept nowhere.

use axum::http::{HeaderMap, header};
use pingan_api::account::{Browser, System};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    pub system: System,
    pub browser: Browser,
}

impl Device {
    pub const UNKNOWN: Device = Device { system: System::Other, browser: Browser::Other };

    pub fn of(headers: &HeaderMap) -> Self {
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let has = |word: &str| agent.contains(word);
        // Android says Linux as well, an iPhone Mac OS X, and everybody Safari: the telling words come first.
        let system = match () {
            () if has("Android") => System::Android,
            () if has("iPhone") || has("iPad") => System::Ios,
            () if has("OpenHarmony") || has("HarmonyOS") => System::Harmony,
            () if has("Windows") => System::Windows,
            () if has("Mac OS X") => System::Mac,
            () if has("Linux") => System::Linux,
            () => System::Other,
        };
        let browser = match () {
            () if has("MicroMessenger") => Browser::Wechat,
            () if has("Edg/") => Browser::Edge,
            () if has("Firefox/") => Browser::Firefox,
            () if has("Chrome/") => Browser::Chrome,
            () if has("Safari/") => Browser::Safari,
            () => Browser::Other,
        };
        Self { system, browser }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use pingan_api::account::{Browser, System};

    use super::Device;

    fn device(agent: &'static str) -> (System, Browser) {
        let headers = HeaderMap::from_iter([(header::USER_AGENT, HeaderValue::from_static(agent))]);
        let Device { system, browser } = Device::of(&headers);
        (system, browser)
    }

    #[test]
    fn common_devices_are_told_apart() {
        let android = "Mozilla/5.0 (Linux; Android 12; V2049A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 \
                       Chrome/107.0.5304.141 Mobile Safari/537.36 XWEB/5023 MicroMessenger/8.0.33";
        assert_eq!(device(android), (System::Android, Browser::Wechat));
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/16.5 Mobile/15E148 Safari/604.1";
        assert_eq!(device(iphone), (System::Ios, Browser::Safari));
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 \
                    Safari/537.36 Edg/120.0.0.0";
        assert_eq!(device(edge), (System::Windows, Browser::Edge));
        assert_eq!(device("curl/8"), (System::Other, Browser::Other));
        assert_eq!(Device::of(&HeaderMap::new()), Device::UNKNOWN);
    }
}
