//! What every handler can reach.

use std::{
    sync::{
        Arc, OnceLock, RwLock,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use pingan_api::{Timestamp, cases::Calendar};

use crate::{
    cache::Cache,
    cases::Rules,
    crashes,
    db::Db,
    district::District,
    live::{Changes, Live},
    photos,
    secret::Secret,
    site::Site,
    texts::Texts,
    voices,
    wechat::Registration,
};

/// Cheap to clone: one pointer.
#[derive(Clone)]
pub struct State(Arc<Parts>);

/// What a [`State`] is made of.
pub struct Parts {
    pub db: Db,
    pub secret: Secret,
    pub photos: photos::Store,
    pub voices: voices::Store,
    pub site: Site,
    pub clock: Clock,
    /// The address of a client is what the nearest proxy says, not what the socket says.
    pub trust_proxy: bool,
    pub live: Arc<Live>,
    pub(crate) cache: Cache,
    pub(crate) crashes: crashes::Limiter,
    district: RwLock<Arc<District>>,
    calendar: RwLock<Arc<Calendar>>,
    texts: OnceLock<Texts>,
    wechat: OnceLock<Registration>,
    stopping: AtomicBool,
}

impl State {
    pub fn new(
        db: Db,
        secret: Secret,
        photos: photos::Store,
        voices: voices::Store,
        site: Site,
        clock: Clock,
        trust_proxy: bool,
    ) -> Self {
        Self(Arc::new(Parts {
            db,
            secret,
            photos,
            voices,
            site,
            clock,
            trust_proxy,
            live: Arc::default(),
            cache: Cache::default(),
            crashes: crashes::Limiter::default(),
            district: RwLock::new(Arc::new(District::empty())),
            calendar: RwLock::default(),
            texts: OnceLock::new(),
            wechat: OnceLock::new(),
            stopping: AtomicBool::new(false),
        }))
    }

    /// The district as it is now; a request keeps the one that it began with.
    pub fn district(&self) -> Arc<District> {
        self.district.read().expect("nobody panics while holding the district").clone()
    }

    pub fn set_district(&self, district: District) {
        *self.district.write().expect("nobody panics while holding the district") = Arc::new(district);
        self.cache.clear();
    }

    /// Working time as it is now.
    pub fn calendar(&self) -> Arc<Calendar> {
        self.calendar.read().expect("nobody panics while holding the calendar").clone()
    }

    pub fn set_calendar(&self, calendar: Calendar) {
        *self.calendar.write().expect("nobody panics while holding the calendar") = Arc::new(calendar);
    }

    /// What moves of cases go by.
    pub fn rules(&self) -> Rules {
        Rules { district: self.district(), calendar: self.calendar(), changes: Changes::default() }
    }

    /// How text messages reach phones; said once, at start.
    pub fn set_texts(&self, texts: Texts) {
        self.texts.set(texts).expect("the way of text messages is set once");
    }

    pub fn texts(&self) -> &Texts {
        self.texts.get().unwrap_or(&Texts::Nobody)
    }

    /// The app is registered with WeChat; said once, at start.
    pub fn set_wechat(&self, registration: Registration) {
        self.wechat.set(registration).expect("the registration with WeChat is set once");
    }

    /// None where the app is not registered.
    pub fn wechat(&self) -> Option<&Registration> {
        self.wechat.get()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// From here on the server says that it is not ready, so that no new work is sent to it, and live streams end.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.live.close();
    }

    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

impl std::ops::Deref for State {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Where the time comes from.
#[derive(Clone, Default)]
pub enum Clock {
    #[default]
    System,
    /// Stands still until it is moved: for tests of waits and deadlines.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    pub fn now(&self) -> Timestamp {
        let millis = match self {
            Self::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)),
            Self::Manual(millis) => millis.load(Ordering::Relaxed),
        };
        Timestamp::from_millis(millis)
    }
}
