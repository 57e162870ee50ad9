//! "Me too": joins a neighbour's case and keeps the code that the neighbour gets for it.

use pingan_api::{
    cases::{CaseNumber, JoinCase, NewJoin, Receipt, State},
    id::IdempotencyKey,
};

use crate::{
    client::{self, ClientError},
    session::{Device, KnownCase},
};

/// Joins, and remembers the receipt on the device before anything else happens. The same key and body may be sent again.
pub async fn join(
    device: Device,
    number: CaseNumber,
    key: IdempotencyKey,
    join: NewJoin,
) -> Result<Receipt, ClientError> {
    let receipt = client::send(&JoinCase { key, number, join }).await?;
    // Only a case that is with a desk can be joined; its own page tells the very state.
    device.remember(KnownCase { receipt: receipt.clone(), state: State::Accepted });
    Ok(receipt)
}
