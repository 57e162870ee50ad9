//! From rows to what desks read.

use pingan_api::{desk::UnitName, id::UnitId};

use crate::district::District;

pub(super) fn unit_name(district: &District, id: UnitId) -> UnitName {
    UnitName { name: district.name(&id), id }
}
