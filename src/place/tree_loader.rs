//! The district's tree, fetched once and kept while the page lives.

use std::{cell::RefCell, sync::Arc};

use pingan_api::district::GetDistrict;

use super::Tree;
use crate::client::{self, ClientError};

thread_local! {
    static TREE: RefCell<Option<Arc<Tree>>> = const { RefCell::new(None) };
}

pub async fn tree() -> Result<Arc<Tree>, ClientError> {
    if let Some(known) = TREE.with_borrow(Clone::clone) {
        return Ok(known);
    }
    let tree = Arc::new(Tree::new(client::send(&GetDistrict).await?));
    TREE.set(Some(tree.clone()));
    Ok(tree)
}
