//! Lists on the wire: keyset cursors, bounded, no total counts.

use serde::{Deserialize, Serialize};

/// A list never has more items than this.
pub const MAX_LIMIT: u32 = 100;
/// What a list has when nothing is asked.
pub const DEFAULT_LIMIT: u32 = 20;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Where the next page begins; none on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

/// Where a page begins. Opaque: only the server that made it reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Cursor(pub String);

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "openapi")]
mod schema {
    use utoipa::{
        PartialSchema, ToSchema,
        openapi::{ArrayBuilder, ObjectBuilder, Ref, RefOr, Schema, Type},
    };

    use super::{Cursor, Page};

    impl<T: ToSchema> PartialSchema for Page<T> {
        fn schema() -> RefOr<Schema> {
            let items = ArrayBuilder::new().items(Ref::from_schema_name(T::name()));
            let next = ObjectBuilder::new().schema_type(Type::String).description(Some("Where the next page begins"));
            ObjectBuilder::new().property("items", items).required("items").property("next", next).into()
        }
    }

    /// The derived one would leave out the items' own schema, which nothing else may name.
    impl<T: ToSchema> ToSchema for Page<T> {
        fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            schemas.push((T::name().into_owned(), T::schema()));
            T::schemas(schemas);
            schemas.push((Cursor::name().into_owned(), Cursor::schema()));
        }
    }
}
