//! What the server itself says to people, in two languages, out of `locales/`, and moments as people say them.

use std::fmt::Display;

use pingan_api::{Timestamp, district::Name};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    Zh,
    En,
}

/// A fixed text in either language.
pub(crate) type Words = fn(Lang) -> &'static str;

/// What a variant of the contract is called.
pub(crate) trait Label: Copy {
    fn label(self, lang: Lang) -> &'static str;
}

impl Lang {
    /// The one that `?lang=` asks for; Chinese unless English is asked for.
    pub(crate) fn of(asked: Option<&str>) -> Self {
        if asked == Some("en") { Self::En } else { Self::Zh }
    }

    pub(crate) const fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }

    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    const fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The address of a page in this language.
    pub(crate) fn on(self, path: &str) -> String {
        match (self, path.contains('?')) {
            (Self::Zh, _) => path.to_owned(),
            (Self::En, false) => format!("{path}?lang=en"),
            (Self::En, true) => format!("{path}&lang=en"),
        }
    }

    pub(crate) fn name(self, name: &Name) -> &str {
        match self {
            Self::Zh => &name.zh,
            Self::En => &name.en,
        }
    }
}

/// Day and minute in China, which has one time zone and no summer time.
pub(crate) fn moment(lang: Lang, at: Timestamp) -> String {
    let months: [fn(Lang) -> &'static str; 12] = [
        t::month_jan,
        t::month_feb,
        t::month_mar,
        t::month_apr,
        t::month_may,
        t::month_jun,
        t::month_jul,
        t::month_aug,
        t::month_sep,
        t::month_oct,
        t::month_nov,
        t::month_dec,
    ];
    // `YYYY-MM-DDThh:mm:…`
    let there = at.plus_hours(8).to_string();
    let number = |from: usize| there.get(from..from + 2).and_then(|digits| digits.parse::<usize>().ok()).unwrap_or(1);
    let month = months[(number(5) - 1).min(11)](lang);
    t::time_date_at(lang, number(8), month, &there[11..16])
}

/// Puts values in the place of `{name}`s.
fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = text.to_owned();
    for (name, value) in values {
        filled = filled.replace(&format!("{{{name}}}"), &value.to_string());
    }
    filled
}

#[cfg(test)]
mod tests {
    use pingan_api::Timestamp;

    use super::{Lang, moment};

    #[test]
    fn moments_are_said_in_chinas_time() {
        let at = Timestamp::parse("2026-06-30T16:05:00Z").unwrap();
        assert_eq!(moment(Lang::Zh, at), "7月1日 00:05");
        assert_eq!(moment(Lang::En, at), "1 Jul 00:05");
    }

    #[test]
    fn the_language_stays_in_addresses() {
        assert_eq!(Lang::En.on("/plain"), "/plain?lang=en");
        assert_eq!(Lang::En.on("/plain/report?kind=hazard"), "/plain/report?kind=hazard&lang=en");
        assert_eq!(Lang::Zh.on("/plain"), "/plain");
    }
}
