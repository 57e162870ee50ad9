//! Reactive pieces of a view as one type. Every closure in a view has a type of its own, and each such type costs about
//! two kilobytes of rendering code; boxed, they all share one copy.

/// What [`live`] makes.
pub type Live<V> = Box<dyn FnMut() -> V + Send>;

/// Wraps what would stand in a view as `{move || …}` or `attribute=move || …`.
pub fn live<V>(part: impl FnMut() -> V + Send + 'static) -> Live<V> {
    Box::new(part)
}
