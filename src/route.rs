//! Every page of the app and its address; nothing else in the app writes a page's URL.

use pingan_api::{
    cases::{CaseKind, CaseNumber},
    id::{IdempotencyKey, ShiftId, TeamId},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Home,
    /// The form for a new case of one kind.
    Report(Form),
    /// What is being sent or waits to be.
    Sending(IdempotencyKey),
    /// What was just sent; the code comes from the device.
    Receipt(CaseNumber),
    /// What this device holds: cases, grid, settings.
    Mine,
    /// What has happened with the device's cases.
    Inbox,
    /// A case of the device's own.
    Track(CaseNumber),
    Near,
    /// A case as everyone sees it.
    PublicCase(CaseNumber),
    LookUp,
    /// My grid.
    Grid,
    ChooseGrid,
    Settings,
    /// By phone and code; `?to=` says where one was.
    SignIn,
    /// Whoever is signed in: devices, data, leaving.
    Account,
    /// The second factor of the staff, set up and shown; `?to=` as well.
    SecondFactor,
    /// Who sees what.
    About,
    /// The district's figures, for everyone.
    Figures,
    /// Teams, shifts, hours.
    Volunteer(Volunteer),
    /// The moderators' pages.
    Desk(Desk),
}

/// The volunteers' pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Volunteer {
    /// Shifts to sign up for.
    Find,
    Shift(ShiftId),
    /// Who came, for organisers at the place.
    Roster(ShiftId),
    Teams,
    Team(TeamId),
    /// My shifts, hours and certificates.
    Mine,
    Register,
    /// The code of a shift is behind the `#`, or typed here.
    CheckIn,
    /// A certificate, for whoever has its number: behind the `#`, or typed here.
    Verify,
    /// A community's wall of thanks; `?unit=` says whose, mine unless said.
    Thanks,
}

impl Volunteer {
    const FIXED: [Volunteer; 7] = [
        Volunteer::Find,
        Volunteer::Teams,
        Volunteer::Mine,
        Volunteer::Register,
        Volunteer::CheckIn,
        Volunteer::Verify,
        Volunteer::Thanks,
    ];

    fn parse(page: Option<&str>, id: Option<&str>, part: Option<&str>) -> Option<Volunteer> {
        match (page, id, part) {
            (Some("shifts"), Some(id), None) => Some(Volunteer::Shift(id.parse().ok()?)),
            (Some("shifts"), Some(id), Some("roster")) => Some(Volunteer::Roster(id.parse().ok()?)),
            (Some("teams"), Some(id), None) => Some(Volunteer::Team(id.parse().ok()?)),
            (page, None, None) => Volunteer::FIXED.into_iter().find(|fixed| fixed.word() == page.unwrap_or_default()),
            _ => None,
        }
    }

    /// What stands behind `/volunteer/`.
    const fn word(self) -> &'static str {
        match self {
            Volunteer::Find => "",
            Volunteer::Shift(_) | Volunteer::Roster(_) => "shifts",
            Volunteer::Teams | Volunteer::Team(_) => "teams",
            Volunteer::Mine => "mine",
            Volunteer::Register => "register",
            Volunteer::CheckIn => "check-in",
            Volunteer::Verify => "verify",
            Volunteer::Thanks => "thanks",
        }
    }

    fn href(self) -> String {
        match self {
            Volunteer::Find => "/volunteer".to_owned(),
            Volunteer::Shift(id) => format!("/volunteer/shifts/{id}"),
            Volunteer::Roster(id) => format!("/volunteer/shifts/{id}/roster"),
            Volunteer::Team(id) => format!("/volunteer/teams/{id}"),
            _ => format!("/volunteer/{}", self.word()),
        }
    }
}

/// The moderators' pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    Queue,
    Case(CaseNumber),
    Dashboard,
    /// Standard answers.
    Answers,
    Calendar,
    /// Who is kept from reporting.
    Blocks,
    /// Who has which role where.
    Roles,
    Audit,
    /// Shifts that somebody organises, and a form for new ones.
    Shifts,
    /// One shift, to be changed.
    Shift(ShiftId),
    Teams,
    /// Who volunteers, and figures of them.
    Volunteers,
}

impl Desk {
    /// The pages without a case, in the order that a desk lists them.
    pub const FIXED: [Desk; 10] = [
        Desk::Queue,
        Desk::Dashboard,
        Desk::Shifts,
        Desk::Teams,
        Desk::Volunteers,
        Desk::Answers,
        Desk::Calendar,
        Desk::Blocks,
        Desk::Roles,
        Desk::Audit,
    ];

    fn parse(page: Option<&str>, number: Option<&str>) -> Option<Desk> {
        match (page, number) {
            (Some("cases"), Some(number)) => Some(Desk::Case(number.parse().ok()?)),
            (Some("shifts"), Some(id)) => Some(Desk::Shift(id.parse().ok()?)),
            (page, None) => Desk::FIXED.into_iter().find(|desk| desk.word() == page.unwrap_or_default()),
            _ => None,
        }
    }

    /// What stands behind `/admin/`.
    const fn word(self) -> &'static str {
        match self {
            Desk::Queue => "",
            Desk::Case(_) => "cases",
            Desk::Dashboard => "dashboard",
            Desk::Answers => "answers",
            Desk::Calendar => "calendar",
            Desk::Blocks => "blocks",
            Desk::Roles => "roles",
            Desk::Audit => "audit",
            Desk::Shifts | Desk::Shift(_) => "shifts",
            Desk::Teams => "teams",
            Desk::Volunteers => "volunteers",
        }
    }

    fn href(self) -> String {
        match self {
            Desk::Queue => "/admin".to_owned(),
            Desk::Case(number) => format!("/admin/cases/{number}"),
            Desk::Shift(id) => format!("/admin/shifts/{id}"),
            _ => format!("/admin/{}", self.word()),
        }
    }
}

/// The kinds of cases that have a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Hazard,
    Appeal,
    Opinion,
}

impl Form {
    pub const ALL: [Form; 3] = [Form::Hazard, Form::Appeal, Form::Opinion];

    pub const fn kind(self) -> CaseKind {
        match self {
            Form::Hazard => CaseKind::Hazard,
            Form::Appeal => CaseKind::Appeal,
            Form::Opinion => CaseKind::Opinion,
        }
    }
}

impl Route {
    /// Whether everybody may open it, with nothing of one person's in it.
    pub fn is_public(self) -> bool {
        matches!(
            self,
            Route::Home
                | Route::Report(_)
                | Route::Near
                | Route::PublicCase(_)
                | Route::LookUp
                | Route::Grid
                | Route::About
                | Route::Figures
                | Route::Volunteer(
                    Volunteer::Find | Volunteer::Shift(_) | Volunteer::Teams | Volunteer::Team(_) | Volunteer::Thanks
                )
        )
    }

    /// None for an address that the app does not have.
    pub fn parse(path: &str) -> Option<Route> {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let route = match (parts.next(), parts.next()) {
            (None, _) => Route::Home,
            (Some("report"), None) => Route::Report(Form::Hazard),
            (Some("report"), Some("appeal")) => Route::Report(Form::Appeal),
            (Some("report"), Some("opinion")) => Route::Report(Form::Opinion),
            (Some("sending"), Some(key)) => Route::Sending(key.parse().ok()?),
            (Some("receipt"), Some(number)) => Route::Receipt(number.parse().ok()?),
            (Some("mine"), None) => Route::Mine,
            (Some("inbox"), None) => Route::Inbox,
            (Some("cases"), Some(number)) => Route::Track(number.parse().ok()?),
            (Some("near"), None) => Route::Near,
            (Some("near"), Some(number)) => Route::PublicCase(number.parse().ok()?),
            (Some("lookup"), None) => Route::LookUp,
            (Some("grid"), None) => Route::Grid,
            (Some("grid"), Some("choose")) => Route::ChooseGrid,
            (Some("settings"), None) => Route::Settings,
            (Some("sign-in"), None) => Route::SignIn,
            (Some("account"), None) => Route::Account,
            (Some("account"), Some("second-factor")) => Route::SecondFactor,
            (Some("about"), None) => Route::About,
            (Some("figures"), None) => Route::Figures,
            (Some("volunteer"), page) => Route::Volunteer(Volunteer::parse(page, parts.next(), parts.next())?),
            (Some("admin"), page) => Route::Desk(Desk::parse(page, parts.next())?),
            _ => return None,
        };
        parts.next().is_none().then_some(route)
    }

    /// The sign-in page, from which this page is gone back to.
    pub fn after_sign_in(self) -> String {
        self.after(Route::SignIn)
    }

    /// The page of the second factor, from which this page is gone back to.
    pub fn after_second_factor(self) -> String {
        self.after(Route::SecondFactor)
    }

    fn after(self, first: Route) -> String {
        format!("{}?to={}", first.href(), self.href())
    }

    /// The page that [`Route::after_sign_in`] and the other wrote into the query. A page of this app and nothing else: no
    /// link leads through the sign-in to another site.
    pub fn back_of(query: &str) -> Option<Route> {
        let mut pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == "to").and_then(|(_, path)| Route::parse(path))
    }

    pub fn href(self) -> String {
        let fixed = match self {
            Route::Home => "/",
            Route::Report(Form::Hazard) => "/report",
            Route::Report(Form::Appeal) => "/report/appeal",
            Route::Report(Form::Opinion) => "/report/opinion",
            Route::Sending(key) => return format!("/sending/{key}"),
            Route::Receipt(number) => return format!("/receipt/{number}"),
            Route::Mine => "/mine",
            Route::Inbox => "/inbox",
            Route::Track(number) => return format!("/cases/{number}"),
            Route::Near => "/near",
            Route::PublicCase(number) => return format!("/near/{number}"),
            Route::LookUp => "/lookup",
            Route::Grid => "/grid",
            Route::ChooseGrid => "/grid/choose",
            Route::Settings => "/settings",
            Route::SignIn => "/sign-in",
            Route::Account => "/account",
            Route::SecondFactor => "/account/second-factor",
            Route::About => "/about",
            Route::Figures => "/figures",
            Route::Volunteer(page) => return page.href(),
            Route::Desk(desk) => return desk.href(),
        };
        fixed.to_owned()
    }

    /// Every page once, those about a case with this number, those about anything else with an id that nothing has:
    /// whatever looks at all pages takes them from here.
    pub fn samples(number: CaseNumber) -> Vec<Route> {
        const NO_ID: &str = "01900000-0000-7000-8000-000000000000";
        /// Each kind of page with one of it. A kind that is missing does not compile.
        macro_rules! pages {
            ($($kind:pat => $page:expr,)+) => {{
                let _ = |route: Route| match route { $($kind => {})+ };
                vec![$($page),+]
            }};
        }
        pages! {
            Route::Home => Route::Home,
            Route::Report(Form::Hazard) => Route::Report(Form::Hazard),
            Route::Report(Form::Appeal) => Route::Report(Form::Appeal),
            Route::Report(Form::Opinion) => Route::Report(Form::Opinion),
            Route::Sending(_) => Route::Sending(NO_ID.parse().expect("a UUID")),
            Route::Receipt(_) => Route::Receipt(number),
            Route::Mine => Route::Mine,
            Route::Inbox => Route::Inbox,
            Route::Track(_) => Route::Track(number),
            Route::Near => Route::Near,
            Route::PublicCase(_) => Route::PublicCase(number),
            Route::LookUp => Route::LookUp,
            Route::Grid => Route::Grid,
            Route::ChooseGrid => Route::ChooseGrid,
            Route::Settings => Route::Settings,
            Route::SignIn => Route::SignIn,
            Route::Account => Route::Account,
            Route::SecondFactor => Route::SecondFactor,
            Route::About => Route::About,
            Route::Figures => Route::Figures,
            Route::Volunteer(Volunteer::Find) => Route::Volunteer(Volunteer::Find),
            Route::Volunteer(Volunteer::Shift(_)) => Route::Volunteer(Volunteer::Shift(NO_ID.parse().expect("a UUID"))),
            Route::Volunteer(Volunteer::Roster(_)) => Route::Volunteer(Volunteer::Roster(NO_ID.parse().expect("a UUID"))),
            Route::Volunteer(Volunteer::Teams) => Route::Volunteer(Volunteer::Teams),
            Route::Volunteer(Volunteer::Team(_)) => Route::Volunteer(Volunteer::Team(NO_ID.parse().expect("a UUID"))),
            Route::Volunteer(Volunteer::Mine) => Route::Volunteer(Volunteer::Mine),
            Route::Volunteer(Volunteer::Register) => Route::Volunteer(Volunteer::Register),
            Route::Volunteer(Volunteer::CheckIn) => Route::Volunteer(Volunteer::CheckIn),
            Route::Volunteer(Volunteer::Verify) => Route::Volunteer(Volunteer::Verify),
            Route::Volunteer(Volunteer::Thanks) => Route::Volunteer(Volunteer::Thanks),
            Route::Desk(Desk::Queue) => Route::Desk(Desk::Queue),
            Route::Desk(Desk::Dashboard) => Route::Desk(Desk::Dashboard),
            Route::Desk(Desk::Case(_)) => Route::Desk(Desk::Case(number)),
            Route::Desk(Desk::Answers) => Route::Desk(Desk::Answers),
            Route::Desk(Desk::Calendar) => Route::Desk(Desk::Calendar),
            Route::Desk(Desk::Blocks) => Route::Desk(Desk::Blocks),
            Route::Desk(Desk::Roles) => Route::Desk(Desk::Roles),
            Route::Desk(Desk::Audit) => Route::Desk(Desk::Audit),
            Route::Desk(Desk::Shifts) => Route::Desk(Desk::Shifts),
            Route::Desk(Desk::Shift(_)) => Route::Desk(Desk::Shift(NO_ID.parse().expect("a UUID"))),
            Route::Desk(Desk::Teams) => Route::Desk(Desk::Teams),
            Route::Desk(Desk::Volunteers) => Route::Desk(Desk::Volunteers),
        }
    }
}

#[cfg(test)]
mod tests {
    use pingan_api::{
        account::{
            WechatEnd,
            sign_in::{ACCOUNT_PAGE, is_page, second_factor_page, sign_in_page},
        },
        cases::CaseNumber,
        id::ShiftId,
        inbox::shift_path,
        volunteer::hours::{CertificateNumber, verify_path},
    };

    use super::{Desk, Route, Volunteer};

    #[test]
    fn every_page_finds_its_way_back() {
        let routes = Route::samples(CaseNumber::from_index(16_004_711));
        for route in routes {
            assert_eq!(Route::parse(&route.href()), Some(route), "{route:?}");
        }
    }

    #[test]
    fn what_is_no_page_is_none() {
        for path in [
            "/nowhere",
            "/cases",
            "/cases/123",
            "/cases/260047114",
            "/sending/x",
            "/mine/x",
            "/report/appeal/x",
            "/grid/x",
            "/admin/x",
            "/admin/cases",
            "/admin/cases/123",
            "/admin/audit/x",
        ] {
            assert_eq!(Route::parse(path), None, "{path}");
        }
        assert_eq!(Route::parse("/near/"), Some(Route::Near));
    }

    #[test]
    fn the_sign_in_leads_back_to_pages_of_the_app_alone() {
        assert_eq!(Route::after_sign_in(Route::Mine), "/sign-in?to=/mine");
        assert_eq!(Route::back_of("?to=/mine"), Some(Route::Mine));
        let case = Route::Desk(Desk::Case(CaseNumber::from_index(16_004_711)));
        let page = case.after_second_factor();
        let (path, query) = page.split_once('?').unwrap();
        assert_eq!((Route::parse(path), Route::back_of(query)), (Some(Route::SecondFactor), Some(case)));
        for query in ["", "?", "?to=", "?to=https://evil.example/", "?to=//evil.example/mine", "?x=/mine"] {
            assert!(matches!(Route::back_of(query), None | Some(Route::Home)), "{query}");
        }
    }

    #[test]
    fn the_server_leads_to_pages_that_are_there() {
        let page = WechatEnd::Link.page(Some("/mine"));
        let (path, query) = page.split_once('?').unwrap();
        assert_eq!((Route::parse(path), Route::back_of(query)), (Some(Route::SignIn), Some(Route::Mine)));
        assert_eq!(Route::parse(ACCOUNT_PAGE), Some(Route::Account));
        let shift: ShiftId = "01900000-0000-7000-8000-000000000000".parse().unwrap();
        let route = Route::Volunteer(Volunteer::Shift(shift));
        assert_eq!((Route::parse(&shift_path(shift)), route.href()), (Some(route), shift_path(shift)));
        let number = CertificateNumber::from_index(7);
        let page = verify_path(&number);
        let (path, behind) = page.split_once('#').unwrap();
        assert_eq!((Route::parse(path), behind.parse()), (Some(Route::Volunteer(Volunteer::Verify)), Ok(number)));
        assert_eq!(sign_in_page(Some("/mine")), Route::Mine.after_sign_in());
        assert_eq!(second_factor_page(Some("/mine")), Route::Mine.after_second_factor());
        assert_eq!(sign_in_page(Some("//evil.example")), Route::SignIn.href());
        for route in Route::samples(CaseNumber::from_index(16_004_711)) {
            assert!(is_page(&route.href()), "{route:?}");
        }
    }
}
