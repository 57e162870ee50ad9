//! Who listens for what on this server.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::{Notify, mpsc, watch};

use super::{Change, Topic};

/// Listeners at most: beyond them a server has other troubles.
const MAX_LISTENERS: usize = 20_000;
/// Of those, one owner's: an eighth, since many phones share one address of their network.
const MAX_OF_ONE: usize = MAX_LISTENERS / 8;

/// The server's listeners. Thousands of them cost little: each is one bell and its topics.
pub struct Live {
    listeners: Mutex<Listeners>,
    closed: watch::Sender<bool>,
    /// What other servers are still to be told; nobody takes it where there are no others.
    others: Mutex<Option<mpsc::UnboundedSender<Change>>>,
}

#[derive(Default)]
struct Listeners {
    last: u64,
    count: usize,
    by_owner: HashMap<String, usize>,
    by_topic: HashMap<Topic, Vec<(u64, Arc<Bell>)>>,
}

#[derive(Default)]
struct Bell {
    rings: Notify,
    /// It rang because something changed, and not only because there may be notices.
    changed: AtomicBool,
}

impl Default for Live {
    fn default() -> Self {
        Self { listeners: Mutex::default(), closed: watch::Sender::new(false), others: Mutex::new(None) }
    }
}

impl Live {
    /// Listens for several things at once; none if there are too many listeners already, or too many of the owner, such as
    /// an account or a client's address.
    pub fn subscribe(self: &Arc<Self>, owner: &str, topics: Vec<Topic>) -> Option<Subscription> {
        let bell = Arc::new(Bell::default());
        let mut listeners = self.listeners();
        let of_owner = listeners.by_owner.get(owner).copied().unwrap_or_default();
        if listeners.count >= MAX_LISTENERS || of_owner >= MAX_OF_ONE {
            return None;
        }
        listeners.by_owner.insert(owner.to_owned(), of_owner + 1);
        listeners.last += 1;
        listeners.count += 1;
        let id = listeners.last;
        for topic in &topics {
            listeners.by_topic.entry(topic.clone()).or_default().push((id, bell.clone()));
        }
        drop(listeners);
        Some(Subscription {
            id,
            owner: owner.to_owned(),
            bell,
            topics,
            closed: self.closed.subscribe(),
            live: self.clone(),
        })
    }

    /// Rings for everybody who listens for one of the topics; twice in a row counts once.
    pub fn wake(&self, topics: &[Topic]) {
        self.ring(topics, |bell| bell.changed.store(true, Ordering::Release));
    }

    /// The same where there are new notices, of which this server may have told already.
    pub(super) fn wake_for_notices(&self, topics: &[Topic]) {
        self.ring(topics, |_| {});
    }

    fn ring(&self, topics: &[Topic], before: impl Fn(&Bell)) {
        let listeners = self.listeners();
        for (_, bell) in topics.iter().filter_map(|topic| listeners.by_topic.get(topic)).flatten() {
            before(bell);
            bell.rings.notify_one();
        }
    }

    /// Rings for everybody: something may have been missed.
    pub(super) fn wake_all(&self) {
        let listeners = self.listeners();
        listeners.by_topic.values().flatten().for_each(|(_, bell)| {
            bell.changed.store(true, Ordering::Release);
            bell.rings.notify_one();
        });
    }

    /// Ends every subscription, now and from here on: the server stops.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    pub fn count(&self) -> usize {
        self.listeners().count
    }

    /// From here on, changes are also handed to whoever tells other servers.
    pub(super) fn tell_others(&self) -> mpsc::UnboundedReceiver<Change> {
        let (sender, receiver) = mpsc::unbounded_channel();
        *self.others.lock().expect("nobody panics while holding it") = Some(sender);
        receiver
    }

    pub(super) fn pass_on(&self, change: Change) {
        if let Some(others) = &*self.others.lock().expect("nobody panics while holding it") {
            // Nobody is left to tell them when the server stops.
            let _ = others.send(change);
        }
    }

    fn listeners(&self) -> MutexGuard<'_, Listeners> {
        self.listeners.lock().expect("nobody panics while holding the listeners")
    }
}

/// One listener, until it is dropped.
pub struct Subscription {
    id: u64,
    owner: String,
    bell: Arc<Bell>,
    topics: Vec<Topic>,
    closed: watch::Receiver<bool>,
    live: Arc<Live>,
}

impl Subscription {
    /// Waits until something happened since the last time; false once the server stops.
    pub async fn changed(&mut self) -> bool {
        tokio::select! {
            biased;
            _ = self.closed.wait_for(|closed| *closed) => false,
            () = self.bell.rings.notified() => true,
        }
    }

    /// Whether it was a change that rang since this was last asked.
    pub fn take_change(&mut self) -> bool {
        self.bell.changed.swap(false, Ordering::Acquire)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut listeners = self.live.listeners();
        listeners.count -= 1;
        if let Entry::Occupied(mut of_owner) = listeners.by_owner.entry(std::mem::take(&mut self.owner)) {
            *of_owner.get_mut() -= 1;
            if *of_owner.get() == 0 {
                of_owner.remove();
            }
        }
        for topic in &self.topics {
            let Some(bells) = listeners.by_topic.get_mut(topic) else { continue };
            bells.retain(|(id, _)| *id != self.id);
            if bells.is_empty() {
                listeners.by_topic.remove(topic);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use tokio::time::timeout;
    use uuid::Uuid;

    use super::{Live, Topic};

    async fn rings(subscription: &mut super::Subscription) -> bool {
        timeout(Duration::from_millis(20), subscription.changed()).await.is_ok()
    }

    #[tokio::test]
    async fn only_those_concerned_are_woken_and_once() {
        let live = Arc::new(Live::default());
        let topic = |n| Topic::Case(Uuid::from_u128(n));
        let mut one = live.subscribe("one", vec![topic(1), topic(2)]).unwrap();
        let mut other = live.subscribe("other", vec![topic(3)]).unwrap();
        live.wake(&[topic(1)]);
        live.wake(&[topic(2)]);
        assert!(rings(&mut one).await);
        assert!(!rings(&mut one).await);
        assert!(!rings(&mut other).await);
    }

    #[test]
    fn nobody_takes_the_place_of_all() {
        let live = Arc::new(Live::default());
        let all: Vec<_> = std::iter::from_fn(|| live.subscribe("greedy", vec![])).collect();
        assert_eq!(all.len(), super::MAX_OF_ONE);
        assert!(live.subscribe("another", vec![]).is_some());
        drop(all);
        assert!(live.subscribe("greedy", vec![]).is_some());
        assert!(live.listeners().by_owner.is_empty());
    }

    #[tokio::test]
    async fn notices_ring_without_a_change() {
        let live = Arc::new(Live::default());
        let topic = Topic::Case(Uuid::from_u128(1));
        let mut one = live.subscribe("one", vec![topic.clone()]).unwrap();
        live.wake_for_notices(std::slice::from_ref(&topic));
        assert!(rings(&mut one).await && !one.take_change());
        live.wake(&[topic]);
        assert!(rings(&mut one).await && one.take_change() && !one.take_change());
    }

    #[tokio::test]
    async fn who_leaves_leaves_nothing_behind_and_a_stop_ends_all() {
        let live = Arc::new(Live::default());
        let topic = Topic::Unit("420204".into());
        drop(live.subscribe("one", vec![topic.clone()]));
        assert_eq!((live.count(), live.listeners().by_topic.len()), (0, 0));
        let mut stays = live.subscribe("one", vec![topic]).unwrap();
        live.close();
        assert!(!stays.changed().await);
        assert!(!live.subscribe("one", vec![]).unwrap().changed().await);
    }
}
