//! What a hazard or an appeal is about, and the one or two questions that go with it, as data.

use serde::{Deserialize, Serialize};

use super::CaseKind;
use crate::slug_enum;

slug_enum! {
    /// The dozen hazard kinds, then the subjects of appeals.
    pub enum Category {
        BlockedExit = "blocked_exit",
        ExposedWires = "exposed_wires",
        RoadManhole = "road_manhole",
        FacadeSign = "facade_sign",
        GasSmell = "gas_smell",
        EbikeCharging = "ebike_charging",
        WaterLeak = "water_leak",
        StreetLight = "street_light",
        Rubbish = "rubbish",
        Trees = "trees",
        Elevator = "elevator",
        Other = "other",
        PropertyService = "property_service",
        Noise = "noise",
        Parking = "parking",
        Environment = "environment",
        ServiceMatter = "service_matter",
        Welfare = "welfare",
    }
}

impl Category {
    pub const fn kind(self) -> CaseKind {
        use Category::*;
        match self {
            PropertyService | Noise | Parking | Environment | ServiceMatter | Welfare => CaseKind::Appeal,
            _ => CaseKind::Hazard,
        }
    }

    /// The categories of one kind of case, in the order shown.
    pub fn of(kind: CaseKind) -> impl Iterator<Item = Category> {
        Self::ALL.iter().copied().filter(move |category| category.kind() == kind)
    }

    /// A danger to life that is looked at day and night.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Category::GasSmell | Category::ExposedWires | Category::BlockedExit | Category::Elevator)
    }

    pub const fn questions(self) -> &'static [Question] {
        use Category::*;
        match self {
            BlockedExit => &[Question::BlockedBy, Question::BlockedFully],
            ExposedWires => &[Question::WiresReach, Question::WiresSparking],
            RoadManhole => &[Question::RoadWhat],
            FacadeSign => &[Question::FacadeState],
            GasSmell => &[Question::GasWhere, Question::PeopleUnwell],
            EbikeCharging => &[Question::EbikeWhere, Question::ChargingNow],
            WaterLeak => &[Question::LeakFrom],
            StreetLight => &[Question::LightWhat],
            Rubbish => &[Question::RubbishWhat],
            Trees => &[Question::TreeWhat],
            Elevator => &[Question::ElevatorWhat, Question::PeopleTrapped],
            Other | PropertyService | Noise | Parking | Environment | ServiceMatter | Welfare => &[],
        }
    }
}

slug_enum! {
    /// Every question is optional: a report is whole without it.
    pub enum Question {
        BlockedBy = "blocked_by",
        BlockedFully = "blocked_fully",
        WiresReach = "wires_reach",
        WiresSparking = "wires_sparking",
        RoadWhat = "road_what",
        FacadeState = "facade_state",
        GasWhere = "gas_where",
        PeopleUnwell = "people_unwell",
        EbikeWhere = "ebike_where",
        ChargingNow = "charging_now",
        LeakFrom = "leak_from",
        LightWhat = "light_what",
        RubbishWhat = "rubbish_what",
        TreeWhat = "tree_what",
        ElevatorWhat = "elevator_what",
        PeopleTrapped = "people_trapped",
    }
}

impl Question {
    pub const fn choices(self) -> &'static [Choice] {
        use Choice::*;
        match self {
            Question::BlockedBy => &[Vehicles, Goods, LockedDoor],
            Question::BlockedFully => &[Fully, Partly],
            Question::WiresReach => &[WithinReach, Overhead],
            Question::RoadWhat => &[Pothole, Sinking, CoverMissing, CoverBroken],
            Question::FacadeState => &[AlreadyFell, AboutToFall, Loose],
            Question::GasWhere => &[Indoors, Stairwell, Street],
            Question::EbikeWhere => &[Stairwell, Indoors, CableFromWindow],
            Question::LeakFrom => &[Road, Pipe, Ceiling, Hydrant],
            Question::LightWhat => &[Dark, Flickering, PoleDamaged],
            Question::RubbishWhat => &[Household, Construction, Bulky],
            Question::TreeWhat => &[Fallen, Leaning, BrokenBranch],
            Question::ElevatorWhat => &[Stopped, Shaking, DoorFault],
            Question::WiresSparking | Question::PeopleUnwell | Question::ChargingNow | Question::PeopleTrapped => {
                &[Yes, No, Unsure]
            }
        }
    }
}

slug_enum! {
    pub enum Choice {
        Yes = "yes",
        No = "no",
        Unsure = "unsure",
        Vehicles = "vehicles",
        Goods = "goods",
        LockedDoor = "locked_door",
        Fully = "fully",
        Partly = "partly",
        WithinReach = "within_reach",
        Overhead = "overhead",
        Pothole = "pothole",
        Sinking = "sinking",
        CoverMissing = "cover_missing",
        CoverBroken = "cover_broken",
        AlreadyFell = "already_fell",
        AboutToFall = "about_to_fall",
        Loose = "loose",
        Indoors = "indoors",
        Stairwell = "stairwell",
        Street = "street",
        CableFromWindow = "cable_from_window",
        Road = "road",
        Pipe = "pipe",
        Ceiling = "ceiling",
        Hydrant = "hydrant",
        Dark = "dark",
        Flickering = "flickering",
        PoleDamaged = "pole_damaged",
        Household = "household",
        Construction = "construction",
        Bulky = "bulky",
        Fallen = "fallen",
        Leaning = "leaning",
        BrokenBranch = "broken_branch",
        Stopped = "stopped",
        Shaking = "shaking",
        DoorFault = "door_fault",
    }
}

/// One question answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub question: Question,
    pub choice: Choice,
}

#[cfg(test)]
mod tests {
    use super::{Category, Question};
    use crate::cases::CaseKind;

    #[test]
    fn a_dozen_hazards_with_at_most_two_questions_each() {
        assert_eq!(Category::of(CaseKind::Hazard).count(), 12);
        assert!(Category::ALL.iter().all(|category| category.questions().len() <= 2));
        assert!(Question::ALL.iter().all(|question| (2..=4).contains(&question.choices().len())));
    }
}
